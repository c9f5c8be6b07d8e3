using System.Collections.Immutable;
using System.CommandLine;
using SoGar.Compute.Data;
using SoGar.Compute.Methods;
using SoGar.Compute.Pictures;
using SoGar.Compute.Video;
using SoGar.Host.CommandLine;
using SoGar.Host.Recipes;
using SoGar.Protocol.Recipes;
using SoGar.Protocol.Shards;

namespace SoGar.Host.Commands;

/// <summary><c>sogar views</c>: a picture of the views that a recipe cuts from its videos in the first step.</summary>
internal static class ViewsCommand
{
    public static Command Define(CommandShell shell)
    {
        var recipe = CommonArguments.Recipe();
        var overrides = CommonArguments.Overrides();
        var output = new Option<string>("--out") { Description = "The picture", HelpName = "FILE", DefaultValueFactory = _ => "views.png" };
        var samples = new Option<int>("--samples") { Description = "Videos of the first step that are shown", HelpName = "N", DefaultValueFactory = _ => 3 };
        var command = shell.Define(
            "views",
            "Draw the views that a recipe cuts from its videos, as the first step sees them",
            ["./sogar views demo", "./sogar views mine.conf data.path=/videos --samples 5 --out look.png"],
            (parsed, run) =>
            {
                var read = RecipeReader.OfThisProcess.Read(parsed.GetRequiredValue(recipe), parsed.GetValue(overrides) ?? []);
                var path = parsed.GetRequiredValue(output);
                PngFile.Write(path, Draw(read, parsed.GetValue(samples)));
                run.Answer(new { File = path }, console => console.Profile.Out.Writer.WriteLine(path));
                return Task.FromResult(ExitCodes.Success);
            });
        command.Arguments.Add(recipe);
        command.Arguments.Add(overrides);
        command.Options.Add(output);
        command.Options.Add(samples);
        return command;
    }

    private static RgbImage Draw(Recipe recipe, int count)
    {
        var data = DataSet.Open(recipe.Data.Path, recipe.Data.Format, FormatOptions.From(recipe.Data));
        if (!SplitNames.TryParse(recipe.Data.Split, out var split)) throw new CommandFailure($"data.split is '{recipe.Data.Split}'", ExitCodes.WrongUsage);
        var samples = data.Part(split);
        if (samples.Count == 0) throw new CommandFailure($"{data.Root} has no samples of the split '{recipe.Data.Split}'", ExitCodes.Failure);
        var rule = MethodShelf.Of(recipe, samples.Count).Views;
        var slots = rule.Slots(0);
        var reader = new ClipReader(VideoLimits.From(recipe.Data.Limits, data.Root), new FrameIndexCache());
        var draws = new SampleSchedule(recipe, samples.Count).SamplesOf(new ShardKey(0, 0));
        return ViewSheet.Draw(
            $"{recipe.Name}: views of the first step",
            [.. draws.Take(Math.Max(1, count)).Select(draw => (samples[draw.Sample].Id, Render(reader, samples[draw.Sample], rule, draw, slots)))]);
    }

    private static ImmutableArray<ViewStrip> Render(ClipReader reader, Sample sample, IViewRule rule, SampleDraw draw, ImmutableArray<ViewSlot> slots)
    {
        using var clip = reader.Open(sample.Source);
        // As people see them: normalisation and differences are for networks.
        var plans = rule.Plan(clip.Facts with { Boxes = sample.BoxesOn(clip.Facts) }, draw, slots)
            .Select(plan => plan with { Scale = ChannelScale.None, Input = InputRule.Rgb }).ToArray();
        var views = plans.Select(plan => new float[plan.Length]).ToArray();
        clip.Render(plans, view => views[view]);
        return [.. plans.Select((plan, index) => new ViewStrip(
            $"{slots[index].Name} {plan.Frames.Length}x{plan.Size}",
            [.. Enumerable.Range(0, plan.Frames.Length).Select(frame => RgbImage.OfFrame(views[index], plan.Frames.Length, frame, plan.Size, plan.Size))]))];
    }
}
