using Spectre.Console;

namespace SoGar.Host.Running;

/// <summary>How an evaluation is put to people: one table, the baselines beside the result.</summary>
internal static class EvaluationText
{
    public static void Show(IAnsiConsole console, EvaluationOutcome outcome)
    {
        var report = outcome.Report;
        var table = new Table().Title($"{outcome.Run}, step {outcome.Step}: accuracy on {report.TestClips} test clips, %").Border(TableBorder.Simple);
        table.AddColumns("", "pretrained", "untrained network", "chance", "frames shuffled");
        foreach (var column in table.Columns.Skip(1)) column.RightAligned();
        table.AddRow("k-NN", WithError(report.Knn.Pretrained, report.Knn.StandardError), Percent(report.Knn.Random), Percent(report.Knn.Chance), "");
        table.AddRow(
            "linear probe", WithError(report.Linear.Pretrained, report.Linear.StandardError), Percent(report.Linear.Random), Percent(report.Linear.Chance),
            report.Linear.Shuffled is { } shuffled ? Percent(shuffled) : "");
        if (report.Retrieval is { } retrieval)
            for (var at = 0; at < retrieval.K.Length; at++)
                table.AddRow($"retrieval R@{retrieval.K[at]}", Percent(retrieval.Pretrained[at]), Percent(retrieval.Random[at]), "", "");
        console.Write(table);
        console.WriteLine(
            $"MCA {Percent(report.Mca)}, MPCA {Percent(report.Mpca)}{(report.MergedMca is { } merged ? $", merged MCA {Percent(merged)}" : "")} (linear " +
            "probe); ± is one standard error");
        foreach (var file in outcome.Files) console.WriteLine(file);
    }

    private static string WithError(double share, double error) => $"{Percent(share)} ± {Percent(error)}";

    private static string Percent(double share) => $"{share * 100:0.0}";
}
