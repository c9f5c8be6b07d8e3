namespace SoGar.Compute.Tests.Checkpoints;

/// <summary>A new empty folder that goes with the test.</summary>
internal sealed class ScratchFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("sogar-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
