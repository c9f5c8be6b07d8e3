using SoGar.Compute.Evaluation;
using SoGar.Compute.Tests.Models;
using SoGar.Compute.Torch;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Tests.Evaluation;

public sealed class ClipLooksTests
{
    private static readonly EvaluateRecipe SlowFast = new() { Frames = 8, Size = 224, Fast = new FastRecipe { Frames = 64, Size = 96 } };

    [Fact]
    public void Without_fast_frames_there_is_one_look_and_its_features_are_kept_as_they_are()
    {
        var looks = new ClipLooks(SlowFast with { Fast = new FastRecipe() });
        var features = new float[4];

        looks.Join([[1, 2, 3, 4]], width: 2, features);

        Assert.Equal([new ClipLook(8, 224)], looks.All);
        Assert.Equal([1, 2, 3, 4], features);
    }

    [Fact]
    public void Two_looks_are_averaged_clip_by_clip()
    {
        var looks = new ClipLooks(SlowFast);
        var features = new float[4];

        looks.Join([[1, 2, 3, 4], [3, 2, 1, 0]], width: 2, features);

        Assert.Equal([new ClipLook(8, 224), new ClipLook(64, 96)], looks.All);
        Assert.Equal([2, 2, 2, 2], features);
    }

    [Fact]
    public void Or_stand_side_by_side()
    {
        var looks = new ClipLooks(SlowFast with { Fast = SlowFast.Fast with { Join = FastJoin.Concat } });
        var features = new float[looks.WidthOf(2) * 2];

        looks.Join([[1, 2, 3, 4], [5, 6, 7, 8]], width: 2, features);

        Assert.Equal([1, 2, 5, 6, 3, 4, 7, 8], features);
    }

    [Fact]
    public void One_transformer_takes_slow_and_fast_clips_alike()
    {
        using var scope = TensorScope.Open();
        using var network = new Network(Network.Small);
        using var still = Grad.Disabled();

        var slow = network.Backbone.Forward(Network.Clips(1, 1, 3, 8, 28, 28));
        var fast = network.Backbone.Forward(Network.Clips(2, 1, 3, 64, 12, 12));

        Assert.Equal((Network.Small.Width, Network.Small.Width), ((int)slow.Size(1), (int)fast.Size(1)));
        Assert.DoesNotContain(fast.ToArray<float>(), value => !float.IsFinite(value));
    }
}
