using System.Collections.Immutable;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Tests.Methods;

/// <summary>The smallest recipes of the methods that look at clips, all parts of their losses on from the first steps.</summary>
internal static class TinyClips
{
    public static Recipe Of(Method method) => Shards.Recipe with
    {
        Method = method,
        Model = Model(method == Method.ConstCl ? Backbone.R3d50y : Backbone.R2plus1d),
        Views = Cut(16),
        Optimizer = new OptimizerRecipe
        {
            Rule = method == Method.Concepts ? OptimizerRule.Adam : OptimizerRule.Sgd,
            LearningRate = 0.01,
            Warmup = 0,
            ClipNorm = 0
        },
        Teacher = new TeacherRecipe { Momentum = 0.9, MomentumEnd = 0.9 },
        Concepts = new ConceptsRecipe { Static = 6, Dynamic = 5, LocalTop = 4, Queue = 32, QueueFrom = 0.2, FrozenPrototypes = 0.15, LocalFrom = 0.15 },
        ConstCl = new ConstClRecipe
        {
            Stride = 1,
            LocalWeight = 0.5,
            RegionCount = 3,
            RegionBins = 2,
            Context = 3,
            HeadLayers = 2,
            Heads = 2,
            HeadWidth = 6,
            GlobalOutput = 8
        },
        Hdc = new HdcRecipe { Strides = [1, 2], Queue = 16, Output = 8, InvarianceMomentum = 0.5 },
    };

    public static ModelRecipe Model(Backbone backbone) =>
        new() { Backbone = backbone, Conv = new ConvRecipe { Width = 4, Blocks = backbone == Backbone.S3d ? [] : [1, 1, 1, 1] } };

    public static ViewsRecipe Cut(int size)
    {
        var kind = new ViewRecipe { Role = ViewRole.Clip, Frames = [8], Size = size, Area = [0.5, 1] };
        return new ViewsRecipe
        {
            Augment = ImmutableSortedDictionary<string, AugmentRecipe>.Empty.Add("local", new AugmentRecipe()),
            Cut = [kind, kind with { Area = [0.3, 1] }],
        };
    }
}
