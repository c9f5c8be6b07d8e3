using System.Globalization;

namespace SoGar.Protocol.Recipes.Rules;

/// <summary>What a recipe has to fulfil beyond its types: ranges, and how keys fit together. Pure; says everything at once.</summary>
public static class RecipeRules
{
    /// <summary>All that is wrong with <paramref name="recipe"/>; empty when it can be run.</summary>
    public static IReadOnlyList<RecipeComplaint> Check(Recipe recipe)
    {
        var findings = new Findings();
        CheckRun(findings, recipe);
        CheckData(findings.Below("data"), recipe.Data);
        ViewRules.Check(findings.Below("views"), recipe);
        MethodRules.Check(findings, recipe);
        CheckModel(findings.Below("model"), recipe.Model);
        CheckHeads(findings.Below("heads"), recipe.Heads);
        CheckLoss(findings.Below("loss"), recipe.Loss, recipe.Method);
        CheckOptimizer(findings.Below("optimizer"), recipe.Optimizer);
        CheckTeacher(findings.Below("teacher"), recipe.Teacher);
        CheckExchange(findings.Below("exchange"), recipe);
        CheckCheckpoint(findings.Below("checkpoint"), recipe.Checkpoint);
        CheckCluster(findings.Below("cluster"), recipe.Cluster);
        findings.Below("evaluate").AtLeast("frames", recipe.Evaluate.Frames, recipe.Model.FewestFrames());
        CheckEvaluate(findings.Below("evaluate"), recipe.Evaluate, recipe.Model.Grain());
        return findings.All;
    }

    private static void CheckRun(Findings run, Recipe recipe)
    {
        run.Require(recipe.Name.Length > 0 && recipe.Name.All(IsNameLetter) && recipe.Name[0] != '.', "name",
            $"is \"{recipe.Name}\"; a run's name becomes a folder's: letters, digits, '-', '_' and '.' work");
        run.AtLeast("steps", recipe.Steps, 1);
        run.AtLeast("batch", recipe.Batch, 1);
        run.AtLeast("shards", recipe.Shards, 1);
        run.AtLeast("trainers", recipe.Trainers, 1);
        run.Between("threads", recipe.Threads, 1, 1024);
        if (recipe.Batch < 1 || recipe.Shards < 1)
        {
            return;
        }

        run.Require(recipe.Trainers <= recipe.Shards, "trainers",
            $"is {recipe.Trainers}, but only {recipe.Shards} can work at a time, one a shard; take {recipe.Shards} or fewer, or more shards");
        run.SharedBy("batch", recipe.Batch, recipe.Shards, "shards");
        run.Require(recipe.Batch != recipe.Shards, "batch",
            $"is {recipe.Batch}, one sample a shard; batch normalisation needs 2 or more, so {2 * recipe.Shards} would work");
    }

    private static bool IsNameLetter(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.';

    private static void CheckData(Findings data, DataRecipe recipe)
    {
        data.Require(recipe.Path.Length > 0, "path", "is empty; name the folder of the videos, or a list of them");
        data.AtLeast("cache-bytes", recipe.CacheBytes, 0);
        data.AtLeast("loaders", recipe.Loaders, 0);
        data.AtLeast("prefetch", recipe.Prefetch, 1);
        data.Between("bad-share", recipe.BadShare, 0, 1);
        data.AtLeast("limits.max-pixels", recipe.Limits.MaxPixels, 1);
        data.Positive("limits.max-duration", recipe.Limits.MaxDuration);
        data.Positive("limits.deadline", recipe.Limits.Deadline);
    }

    private static void CheckModel(Findings model, ModelRecipe recipe)
    {
        model.AtLeast("depth", recipe.Depth, 1);
        model.AtLeast("width", recipe.Width, 1);
        model.AtLeast("heads", recipe.Heads, 1);
        model.AtLeast("patch", recipe.Patch, 1);
        model.AtLeast("grid", recipe.Grid, 1);
        model.AtLeast("frames", recipe.Frames, 1);
        model.Positive("mlp-ratio", recipe.MlpRatio);
        model.Require(recipe.DropPath is >= 0 and < 1, "drop-path", $"is {Text(recipe.DropPath)}; at least 0 and less than 1 works");
        model.SharedBy("width", recipe.Width, recipe.Heads, "heads");
        model.Between("conv.width", recipe.Conv.Width, 2, 1024);
        model.Require(recipe.Conv.Blocks.Length <= 4 && recipe.Conv.Blocks.All(blocks => blocks is >= 1 and <= 100), "conv.blocks",
            "takes up to four numbers from 1, one a stage, for example [2, 2, 2, 2]; or [] for the published ones");
        model.Require(
            recipe.Conv.Blocks.IsEmpty || recipe.Backbone != Backbone.S3d, "conv.blocks", "is not read by s3d, which has a fixed number; set it to []");
    }

    private static void CheckHeads(Findings heads, HeadsRecipe recipe)
    {
        heads.AtLeast("projector-hidden", recipe.ProjectorHidden, 1);
        heads.AtLeast("output", recipe.Output, 2);
        heads.AtLeast("predictor-hidden", recipe.PredictorHidden, 1);
        heads.AtLeast("dino.hidden", recipe.Dino.Hidden, 1);
        heads.AtLeast("dino.bottleneck", recipe.Dino.Bottleneck, 2);
        heads.AtLeast("dino.output", recipe.Dino.Output, 2);
        heads.NotNegative("dino.rest-epochs", recipe.Dino.RestEpochs);
    }

    private static void CheckLoss(Findings loss, LossRecipe recipe, Method method)
    {
        loss.Require(recipe.Target != LossTarget.Dino || method == Method.Svt, "target", "is dino, which method = svt alone has a head for; take softmax");
        loss.Require(method != Method.Svt || recipe.Target is LossTarget.Dino or LossTarget.Softmax, "target",
            "is one that method = svt does not have; dino and softmax work");
        loss.Require(!recipe.LiteralRaw || recipe.Target == LossTarget.Literal, "literal-raw",
            "is true, which only target = literal reads; set it to false");
        loss.Positive("student-temperature", recipe.StudentTemperature);
        loss.Positive("teacher-temperature", recipe.TeacherTemperature);
        loss.Positive("teacher-temperature-end", recipe.TeacherTemperatureEnd);
        loss.Between("teacher-temperature-warmup", recipe.TeacherTemperatureWarmup, 0, 1);
        loss.Between("centre-momentum", recipe.CentreMomentum, 0, 1);
        loss.NotNegative("variance-hinge", recipe.VarianceHinge);
        loss.NotNegative("koleo", recipe.Koleo);
        loss.AtLeast("alarm-every", recipe.AlarmEvery, 1);
    }

    private static void CheckOptimizer(Findings optimizer, OptimizerRecipe recipe)
    {
        optimizer.Positive("learning-rate", recipe.LearningRate);
        optimizer.NotNegative("learning-rate-end", recipe.LearningRateEnd);
        optimizer.Require(recipe.LearningRateEnd <= recipe.LearningRate, "learning-rate-end",
            $"is {Text(recipe.LearningRateEnd)}, above the peak learning-rate of {Text(recipe.LearningRate)}; the cosine only falls");
        optimizer.Between("warmup", recipe.Warmup, 0, 1);
        optimizer.Require(recipe.Milestones.All(share => share is > 0 and <= 1) && recipe.Milestones.Order().SequenceEqual(recipe.Milestones), "milestones",
            "takes shares of the run above 0 and at most 1, ascending; for example [0.6, 0.8]");
        optimizer.Between("gamma", recipe.Gamma, 0, 1);
        optimizer.Require(recipe.Momentum is >= 0 and < 1, "momentum", $"is {Text(recipe.Momentum)}; at least 0 and less than 1 works");
        optimizer.NotNegative("weight-decay", recipe.WeightDecay);
        optimizer.NotNegative("weight-decay-end", recipe.WeightDecayEnd);
        optimizer.NotNegative("clip-norm", recipe.ClipNorm);
        optimizer.Require(recipe.Beta1 is >= 0 and < 1, "beta1", $"is {Text(recipe.Beta1)}; at least 0 and less than 1 works");
        optimizer.Require(recipe.Beta2 is >= 0 and < 1, "beta2", $"is {Text(recipe.Beta2)}; at least 0 and less than 1 works");
        optimizer.Positive("epsilon", recipe.Epsilon);
    }

    private static void CheckTeacher(Findings teacher, TeacherRecipe recipe)
    {
        teacher.Between("momentum", recipe.Momentum, 0, 1);
        teacher.Between("momentum-end", recipe.MomentumEnd, 0, 1);
        teacher.Require(recipe.MomentumEnd >= recipe.Momentum, "momentum-end",
            $"is {Text(recipe.MomentumEnd)}, below the first momentum of {Text(recipe.Momentum)}; the cosine only rises");
    }

    private static void CheckExchange(Findings exchange, Recipe recipe)
    {
        exchange.Between("head-room-bits", recipe.Exchange.HeadRoomBits, 1, 12);
        exchange.Require(recipe.Exchange.Over != ExchangeTransport.Nccl || recipe.Device != DeviceRule.Cpu, "over",
            "is nccl, which sums between GPUs, but device is cpu; take gloo, or device = cuda");
        exchange.Positive("timeout", recipe.Exchange.Timeout);
    }

    private static void CheckCluster(Findings cluster, ClusterRecipe recipe)
    {
        cluster.AtLeast("min-nodes", recipe.MinNodes, 1);
        cluster.Positive("gather", recipe.Gather);
        cluster.Positive("detection", recipe.Detection);
        cluster.AtLeast("max-failures", recipe.MaxFailures, 1);
        cluster.Between("rebalance-gain", recipe.RebalanceGain, 0, 1);
    }

    private static void CheckCheckpoint(Findings checkpoint, CheckpointRecipe recipe)
    {
        checkpoint.AtLeast("every", recipe.Every, 0);
        checkpoint.AtLeast("keep", recipe.Keep, 1);
        checkpoint.AtLeast("keep-every", recipe.KeepEvery, 0);
        if (recipe is { Every: > 0, KeepEvery: > 0 })
        {
            var below = recipe.KeepEvery / recipe.Every * recipe.Every;
            var nearest = below > 0 ? $"{below} or {below + recipe.Every}" : $"{below + recipe.Every}";
            checkpoint.Require(below == recipe.KeepEvery, "keep-every",
                $"is {recipe.KeepEvery}, but a checkpoint is written every {recipe.Every} steps; {nearest} would work");
        }
    }

    private static void CheckEvaluate(Findings evaluate, EvaluateRecipe recipe, int patch)
    {
        evaluate.Require(recipe.Size >= patch, "size",
            $"is {recipe.Size} pixels, less than the {patch} that the backbone needs; take a multiple of {patch}");
        evaluate.AtLeast("fast.frames", recipe.Fast.Frames, 0);
        evaluate.Require(recipe.Fast.Frames == 0 || recipe.Fast.Size >= patch, "fast.size",
            $"is {recipe.Fast.Size} pixels, less than the {patch} that the backbone needs; take a multiple of {patch}");
        evaluate.AtLeast("every", recipe.Every, 0);
        evaluate.AtLeast("window-frames", recipe.WindowFrames, 0);
        evaluate.Require(recipe.WindowFrames <= 0 || recipe.WindowFrames >= recipe.Frames, "window-frames",
            $"is {recipe.WindowFrames}, too few to spread {recipe.Frames} frames over; take {recipe.Frames} or more, or 0 for the whole clip");
        evaluate.AtLeast("knn-k", recipe.KnnK, 1);
        evaluate.Positive("knn-temperature", recipe.KnnTemperature);
        evaluate.Require(recipe.ProbeL2.Length > 0 && recipe.ProbeL2.All(weight => weight >= 0), "probe-l2",
            "needs at least one weight, and none below 0; for example [0.001, 0.01, 0.1]");
        evaluate.AtLeast("probe-iterations", recipe.ProbeIterations, 1);
        evaluate.AtLeast("sgd.epochs", recipe.Sgd.Epochs, 1);
        evaluate.AtLeast("sgd.batch", recipe.Sgd.Batch, 1);
        evaluate.Positive("sgd.learning-rate", recipe.Sgd.LearningRate);
        evaluate.AtLeast("test.clips", recipe.Test.Clips, 1);
        evaluate.AtLeast("test.crops", recipe.Test.Crops, 1);
        evaluate.AtLeast("test.segments", recipe.Test.Segments, 0);
        evaluate.AtLeast("test.segment-frames", recipe.Test.SegmentFrames, 1);
        evaluate.Positive("tune.learning-rate", recipe.Tune.LearningRate);
        evaluate.Require(recipe.Tune.LayerDecay is > 0 and <= 1, "tune.layer-decay", $"is {recipe.Tune.LayerDecay}; more than 0 and at most 1 would work");
        evaluate.Between("tune.threads", recipe.Tune.Threads, 0, 1024);
        evaluate.AtLeast("tune.epochs", recipe.Tune.Epochs, 1);
        evaluate.AtLeast("tune.batch", recipe.Tune.Batch, 1);
        evaluate.Require(recipe.Tune.Warmup is >= 0 and < 1, "tune.warmup", $"is {recipe.Tune.Warmup}; 0 or more and less than 1 would work");
        evaluate.Require(recipe.Tune.Dropout is >= 0 and < 1, "tune.dropout", $"is {recipe.Tune.Dropout}; 0 or more and less than 1 would work");
        evaluate.Require(
            recipe.Tune.Area is [> 0 and var least, <= 1 and var most] && least <= most, "tune.area",
            "takes two shares, the smaller first, such as [0.5, 1.0]");
        evaluate.AtLeast("localise.bins", recipe.Localise.Bins, 1);
        evaluate.AtLeast("localise.layers", recipe.Localise.Layers, 1);
        evaluate.AtLeast("localise.heads", recipe.Localise.Heads, 1);
        evaluate.AtLeast("localise.head-width", recipe.Localise.HeadWidth, 1);
        evaluate.AtLeast("localise.stride", recipe.Localise.Stride, 1);
        evaluate.AtLeast("track.exemplar", recipe.Track.Exemplar, 16);
        evaluate.Require(
            recipe.Track.Search > recipe.Track.Exemplar, "track.search",
            $"is {recipe.Track.Search}; more than track.exemplar ({recipe.Track.Exemplar}) would work");
        evaluate.Require(recipe.Track.Frames % 2 == 1 && recipe.Track.Frames > 0, "track.frames", $"is {recipe.Track.Frames}; an odd number would work");
        evaluate.Between("track.dilated", recipe.Track.Dilated, 0, 3);
        evaluate.AtLeast("track.width", recipe.Track.Width, 1);
        evaluate.AtLeast("track.pairs", recipe.Track.Pairs, 1);
        evaluate.AtLeast("track.upsampling", recipe.Track.Upsampling, 1);
        evaluate.AtLeast("batch", recipe.Batch, 1);
        evaluate.AtLeast("pictures", recipe.Pictures, 0);
    }

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
