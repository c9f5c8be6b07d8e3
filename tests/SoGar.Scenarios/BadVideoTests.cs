namespace SoGar.Scenarios;

/// <summary>What users see of videos that cannot be read.</summary>
public sealed class BadVideoTests(TinyVideos videos) : IClassFixture<TinyVideos>
{
    [Fact]
    public async Task A_bad_video_is_replaced_and_listed_and_the_run_finishes()   // G4
    {
        var damaged = Damage("one-bad", count: 1);

        var result = (await SogarProcess.RunAsync(videos.Folder, "pretrain", "tiny", "--name", "one-bad", "--json", "data.path=data/one-bad")).Succeeded();

        var replaced = Assert.Single(result.Json.GetProperty("replaced").EnumerateArray());
        Assert.Equal(damaged[0], Path.GetFileName(replaced.GetProperty("sample").GetString()));
        Assert.NotEqual("", replaced.GetProperty("reason").GetString());
        Assert.Equal(12, result.Json.GetProperty("steps").GetInt64());
    }

    [Fact]
    public async Task Too_many_bad_videos_stop_the_run_with_exit_code_3_and_their_names()
    {
        var damaged = Damage("many-bad", count: 8);

        var result = await SogarProcess.RunAsync(videos.Folder, "pretrain", "tiny", "--name", "many-bad", "--json", "data.path=data/many-bad");

        Assert.Equal(3, result.ExitCode);
        var explanation = result.Json.GetProperty("explanation").GetString()!;
        Assert.Contains("data.bad-share", explanation, StringComparison.Ordinal);
        Assert.Contains(damaged, name => explanation.Contains(name, StringComparison.Ordinal));
    }

    /// <summary>A copy of the videos of which the first <paramref name="count"/> are cut off.</summary>
    private string[] Damage(string name, int count)
    {
        var (from, to) = (Path.Combine(videos.Folder, "data/tiny"), Path.Combine(videos.Folder, "data", name));
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        var damaged = Directory.EnumerateFiles(Path.Combine(to, "videos/train")).Order(StringComparer.Ordinal).Take(count).ToArray();
        foreach (var file in damaged) File.WriteAllBytes(file, File.ReadAllBytes(file)[..600]);
        return [.. damaged.Select(file => Path.GetFileName(file))];
    }
}
