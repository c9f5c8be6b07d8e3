using System.Text.Json;
using SoGar.Compute.Evaluation;
using SoGar.Compute.Tests.Checkpoints;
using SoGar.Compute.Tests.Torch;

namespace SoGar.Compute.Tests.Evaluation;

public sealed class FeatureFileTests : IDisposable
{
    private static readonly FeatureSet Features = new(
        [1.5f, -2f, 0.1f, 3f, 4f, float.Epsilon], 3, [1, 0], 2, ["test/clip \u00fc.mp4", "b\U0001F3D0"]);

    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("features.npy", 3)]
    [InlineData("deeper/features.safetensors", 1)]
    public void Numpy_reads_features_labels_and_names(string name, int files)
    {
        var path = Path.Combine(_folder.Path, name);

        var written = FeatureFile.Write(path, Features);

        Assert.Equal(files, written.Length);
        Assert.All(written, file => Assert.True(File.Exists(file)));
        using var read = JsonDocument.Parse(PythonPeer.Run("features_peer.py", [path]));
        var root = read.RootElement;
        Assert.Equal(
            Features.Values.ToArray(), root.GetProperty("features").EnumerateArray().SelectMany(row => row.EnumerateArray())
                .Select(value => value.GetSingle()));
        Assert.Equal([1, 0], root.GetProperty("labels").EnumerateArray().Select(value => value.GetInt32()));
        Assert.Equal(Features.Names, root.GetProperty("names").EnumerateArray().Select(value => value.GetString()!));
    }

    [Fact]
    public void Another_ending_is_refused_with_the_two_that_work()
    {
        var refused = Assert.Throws<ArgumentException>(() => FeatureFile.Write(Path.Combine(_folder.Path, "features.csv"), Features));

        Assert.Contains(".safetensors or .npy", refused.Message);
    }

    [Fact]
    public void Elements_start_at_a_multiple_of_sixty_four_bytes()
    {
        var path = Path.Combine(_folder.Path, "x.npy");
        FeatureFile.Write(path, Features);

        Assert.Equal(0, (new FileInfo(path).Length - 6 * sizeof(float)) % 64);
    }
}
