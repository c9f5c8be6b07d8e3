namespace SoGar.Scenarios;

/// <summary>A folder with a small set of real H.264 videos, made once for all scenarios.</summary>
public sealed class TinyVideos : IAsyncLifetime
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("sogar-scenarios-").FullName;

    public async ValueTask InitializeAsync() =>
        (await SogarProcess.RunAsync(Folder, "videos", "make", "--out", "data/tiny", "--train", "4", "--test", "2", "--val", "1", "--size", "64x48", "--frames",
            "24", "--json")).Succeeded();

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
