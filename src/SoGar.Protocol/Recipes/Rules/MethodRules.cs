using System.Globalization;

namespace SoGar.Protocol.Recipes.Rules;

/// <summary>What the keys of a method have to fulfil, and what the method asks of the views; only the recipe's own method is looked at.</summary>
internal static class MethodRules
{
    public static void Check(Findings recipe, Recipe whole)
    {
        switch (whole.Method)
        {
            case Method.Concepts:
                CheckClips(recipe.Below("views"), whole, kinds: 1);
                CheckConcepts(recipe.Below("concepts"), whole.Concepts);
                recipe.Require(whole.Views.Input == InputRule.Rgb, "views.input",
                    "is difference, of which a frame that stands still has none; concepts take differences themselves: set it to rgb");
                break;
            case Method.ConstCl:
                CheckClips(recipe.Below("views"), whole, kinds: 2);
                CheckConstCl(recipe.Below("const-cl"), whole.ConstCl);
                recipe.Require(whole.ConstCl.Regions is RegionRule.Random or RegionRule.Boxes || whole.Views.Input == InputRule.Rgb, "const-cl.regions",
                    "looks for segments in frames, but views.input = difference shows none; take random or boxes, or views.input = rgb");
                break;
            case Method.Hdc:
                CheckClips(recipe.Below("views"), whole, kinds: 2);
                CheckHdc(recipe.Below("hdc"), whole);
                break;
            default:
                break;
        }

        CheckBackbone(recipe, whole);
    }

    private static void CheckBackbone(Findings recipe, Recipe whole)
    {
        var needsMaps = whole.Method is Method.Concepts or Method.ConstCl or Method.Hdc;
        recipe.Require(!needsMaps || whole.Model.Backbone != Backbone.Vit, "model.backbone",
            $"is vit, but this method looks at feature maps; take r2plus1d, r3d, s3d, r3d50 or r3d50y");
        recipe.Require(whole.Method is not (Method.Concepts or Method.ConstCl) || whole.Evaluate.Features == FeatureSource.Student, "evaluate.features",
            "is teacher, but this method has none; set it to student");
    }

    // Methods that choose their frames themselves take size, crop and colours from views.cut.
    private static void CheckClips(Findings views, Recipe whole, int kinds)
    {
        var cut = whole.Views.Cut;
        views.Require(
            cut.Length == kinds && cut.All(kind => kind is { Role: ViewRole.Clip, Count: 1 } && kind.Frames.Length == 1 && kind.Frames[0] >= 2), "cut",
            $"does not suit the method: it takes {kinds} {(kinds == 1 ? "entry" : "entries")} with role = clip, count = 1 and one number of frames, 2 or more");
        views.Require(cut.Length == 0 || cut.All(kind => kind.Size == cut[0].Size && kind.Frames.SequenceEqual(cut[0].Frames)), "cut",
            "has entries of different size or frames, which cannot pass the network together; make them equal");
    }

    private static void CheckConcepts(Findings concepts, ConceptsRecipe recipe)
    {
        concepts.AtLeast("static", recipe.Static, 2);
        concepts.AtLeast("dynamic", recipe.Dynamic, 2);
        concepts.Require(recipe.StrideMax >= 1, "stride-max", $"is {Text(recipe.StrideMax)}; 1 or more works");
        concepts.Positive("temperature", recipe.Temperature);
        concepts.Positive("sinkhorn-epsilon", recipe.SinkhornEpsilon);
        concepts.AtLeast("sinkhorn-iterations", recipe.SinkhornIterations, 1);
        concepts.AtLeast("queue", recipe.Queue, 0);
        concepts.NotNegative("queue-from", recipe.QueueFrom);
        concepts.NotNegative("frozen-prototypes", recipe.FrozenPrototypes);
        concepts.NotNegative("diversity-weight", recipe.DiversityWeight);
        concepts.NotNegative("fidelity-weight", recipe.FidelityWeight);
        concepts.Between("local-top", recipe.LocalTop, 1, Math.Min(recipe.Static, recipe.Dynamic));
        concepts.Positive("local-margin", recipe.LocalMargin);
        concepts.NotNegative("local-weight", recipe.LocalWeight);
        concepts.NotNegative("local-from", recipe.LocalFrom);
        concepts.NotNegative("instance-weight", recipe.InstanceWeight);
        concepts.Positive("instance-temperature", recipe.InstanceTemperature);
        concepts.AtLeast("instance-output", recipe.InstanceOutput, 2);
    }

    private static void CheckConstCl(Findings contrast, ConstClRecipe recipe)
    {
        contrast.AtLeast("stride", recipe.Stride, 1);
        contrast.Positive("global-temperature", recipe.GlobalTemperature);
        contrast.AtLeast("global-output", recipe.GlobalOutput, 2);
        contrast.Positive("local-temperature", recipe.LocalTemperature);
        contrast.NotNegative("local-weight", recipe.LocalWeight);
        contrast.AtLeast("region-count", recipe.RegionCount, 1);
        contrast.AtLeast("region-bins", recipe.RegionBins, 1);
        contrast.Require(recipe.Context == 0 || recipe.Context % 2 == 1, "context",
            $"is {recipe.Context}; slices lie round the middle one, so 0 or an odd number works, for example {Math.Max(1, recipe.Context - 1)} or " +
            $"{recipe.Context + 1}");
        contrast.AtLeast("context", recipe.Context, 0);
        contrast.AtLeast("head-layers", recipe.HeadLayers, 1);
        contrast.AtLeast("heads", recipe.Heads, 1);
        contrast.AtLeast("head-width", recipe.HeadWidth, 1);
    }

    private static void CheckHdc(Findings hdc, Recipe whole)
    {
        var recipe = whole.Hdc;
        hdc.Require(
            recipe.Strides.Length > 0 && recipe.Strides.All(stride => stride >= 1), "strides", "takes one or more numbers from 1, for example [1, 2, 4]");
        hdc.Require(recipe.Decoupled || !recipe.SharedQuery, "shared-query", "is true, but with decoupled = false there is one query already; set it to false");
        hdc.Between("permute-key", recipe.PermuteKey, 0, 1);
        hdc.Require(recipe.Levels.Length > 0 && recipe.Levels.Distinct().Count() == recipe.Levels.Length, "levels",
            "takes one or more names of maps, each once, for example [layer2, layer3, layer4]");
        var stages = whole.Model.Conv.Blocks is { IsDefaultOrEmpty: false } blocks ? blocks.Length : 4;
        foreach (var level in recipe.Levels.Where(level => !Enumerable.Range(1, stages).Any(stage => level == $"layer{stage}")))
            hdc.Require(false, "levels", $"names {level}; the maps of this backbone are layer1 to layer{stages}");
        hdc.AtLeast("output", recipe.Output, 2);
        hdc.Positive("temperature", recipe.Temperature);
        if (recipe.Negatives == NegativeSource.Queue) hdc.SharedBy("queue", recipe.Queue, whole.Batch, "samples of a step");
        hdc.Between("invariance-momentum", recipe.InvarianceMomentum, 0, 1);
        hdc.NotNegative("weight-min", recipe.WeightMin);
        hdc.Require(recipe.WeightMax >= recipe.WeightMin, "weight-max", $"is {Text(recipe.WeightMax)}, below weight-min of {Text(recipe.WeightMin)}");
    }

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
