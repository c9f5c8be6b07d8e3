using SoGar.Compute.Evaluation.Groups;
using SoGar.Compute.Evaluation.Localisation;
using SoGar.Compute.Evaluation.Metrics;
using SoGar.Compute.Evaluation.Tracking;
using SoGar.Compute.Evaluation.Tuning;
using Spectre.Console;

namespace SoGar.Host.Running;

/// <summary>How figures of labelled tasks are put to people: one table, the untrained backbone beside the run's.</summary>
internal static class TaskText
{
    public static void Show(IAnsiConsole console, TaskOutcome<TuningFigures> outcome) => Table(
        console, outcome, "fine-tuning, %",
        (outcome.Pretrained.Labels is null ? "accuracy (MCA)" : "F1", figures => figures.Accuracy),
        ("standard error", figures => figures.StandardError),
        ("mean per class (MPCA)", figures => figures.MeanPerClass),
        ("merged classes", figures => figures.Merged),
        ("top 5", figures => figures.Top5),
        ("precision", figures => figures.Labels?.Precision),
        ("recall", figures => figures.Labels?.Recall));

    public static void Show(IAnsiConsole console, TaskOutcome<LocalisationFigures> outcome) => Table(
        console, outcome, $"localisation on {outcome.Pretrained.KeyFrames} key frames, %",
        [
            ("frame mAP", figures => figures.Map),
            .. outcome.Pretrained.PerAction.Keys.Select(action => ($"AP {action}", (Func<LocalisationFigures, double?>)(figures => figures.PerAction[action]))),
        ]);

    public static void Show(IAnsiConsole console, TaskOutcome<GroupFigures> outcome) => Table(
        console, outcome, $"{outcome.Pretrained.People} people on {outcome.Pretrained.KeyFrames} key frames, %",
        [
            .. Rows("individual", figures => figures.Scores.Individual),
            .. Rows("social", figures => figures.Scores.Social),
            .. Rows("global", figures => figures.Scores.Global),
            ("overall F1", figures => figures.Scores.Overall),
            ("social F1, groups of several", figures => figures.SocialOfSeveral.F1),
            ("social recall by true groups", figures => figures.SocialRecallOfTruth),
        ]);

    public static void Show(IAnsiConsole console, TaskOutcome<TrackingFigures> outcome) => Table(
        console, outcome, $"tracking, {outcome.Pretrained.Sequences} sequences of {outcome.Pretrained.Frames} frames in all, %",
        ("precision (20 px)", figures => figures.Precision),
        ("success (AUC)", figures => figures.Success),
        ("success, never moving", figures => figures.StandingStill));

    private static IEnumerable<(string, Func<GroupFigures, double?>)> Rows(string name, Func<GroupFigures, PrecisionRecall> of) =>
        [($"{name} precision", figures => of(figures).Precision), ($"{name} recall", figures => of(figures).Recall), ($"{name} F1", figures => of(figures).F1)];

    private static void Table<T>(IAnsiConsole console, TaskOutcome<T> outcome, string what, params (string Name, Func<T, double?> Of)[] rows)
        where T : class
    {
        var table = new Table().Title($"{outcome.Run}, step {outcome.Step}: {what}").Border(TableBorder.Simple);
        table.AddColumns("", "pretrained", "untrained network");
        foreach (var column in table.Columns.Skip(1)) column.RightAligned();
        foreach (var (name, of) in rows)
            if (of(outcome.Pretrained) is { } figure)
                table.AddRow(name, Percent(figure), outcome.Random is { } random && of(random) is { } before ? Percent(before) : "");
        console.Write(table);
        console.WriteLine($"{outcome.Seconds:0} s");
    }

    private static string Percent(double share) => $"{share * 100:0.0}";
}
