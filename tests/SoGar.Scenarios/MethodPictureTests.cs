namespace SoGar.Scenarios;

/// <summary>An evaluation draws what only a method has: concepts, and regions in their context.</summary>
public sealed class MethodPictureTests(TinyVideos videos) : IClassFixture<TinyVideos>
{
    [Theory]
    [InlineData("tiny-concepts", "concepts.png")]
    [InlineData("tiny-const-cl", "regions.png")]
    public async Task An_evaluation_and_its_report_show_where_a_method_looks(string recipe, string picture)
    {
        (await SogarProcess.RunAsync(videos.Folder, "pretrain", recipe, "--name", recipe, "--json")).Succeeded();

        (await SogarProcess.RunAsync(videos.Folder, "evaluate", recipe, "--json", "evaluate.pictures=2")).Succeeded();
        (await SogarProcess.RunAsync(videos.Folder, "report", recipe, "--json")).Succeeded();

        var drawn = await File.ReadAllBytesAsync(Path.Combine(videos.Folder, "runs", recipe, "evaluation", picture), TestContext.Current.CancellationToken);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], drawn[..4]);
        var page = Directory.EnumerateFiles(Path.Combine(videos.Folder, "runs", recipe), "*.html", SearchOption.AllDirectories).Single();
        Assert.Contains(Convert.ToBase64String(drawn), await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
