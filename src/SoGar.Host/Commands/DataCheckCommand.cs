using System.CommandLine;
using SoGar.Compute.Data;
using SoGar.Host.CommandLine;
using SoGar.Host.Recipes;
using SoGar.Protocol.Recipes;
using Spectre.Console;

namespace SoGar.Host.Commands;

/// <summary><c>sogar data check</c>: counts what a data set holds and says what is missing or malformed, with file and line (docs/data-format.md).</summary>
internal static class DataCheckCommand
{
    private const int MostShown = 50;

    public static Command Define(CommandShell shell)
    {
        var path = new Argument<string>("DIR") { Description = "The data set: a folder, or a list file" };
        var format = new Option<string>("--format")
        {
            Description = $"What stands there: {DataFormats.Names}",
            HelpName = "NAME",
            DefaultValueFactory = _ => "auto",
        };
        var fold = new Option<int>("--fold")
        {
            Description = "Which of the official train/test splits, where there are several",
            HelpName = "N",
            DefaultValueFactory = _ => 1
        };
        var decode = new Option<bool>("--decode") { Description = "Open every clip and decode its first, middle and last frame" };
        var command = shell.Define(
            "check",
            "Count what a data set holds and say what is missing or malformed, with file and line",
            ["./sogar data check data/demo", "./sogar data check /data/ucf101 --format ucf101 --fold 2 --decode",
                "./sogar data check /data/volleyball --format volleyball --json"],
            (parsed, run) => Task.FromResult(Check(
                run, parsed.GetRequiredValue(path), DataFormats.Parse(parsed.GetRequiredValue(format)), new FormatOptions(parsed.GetValue(fold)),
                parsed.GetValue(decode))));
        command.Arguments.Add(path);
        foreach (var option in (Option[])[format, fold, decode]) command.Options.Add(option);
        return command;
    }

    private static int Check(CommandRun run, string path, DataFormat format, FormatOptions options, bool decodes)
    {
        var report = DataCheck.Of(path, format, options, decodes, (done, count) => run.Progress.Report("clips", done, count), run.Drain.Requested);
        run.Answer(report, console => Show(console, report));
        return report.ComplaintCount == 0 && report.Clips > 0 ? ExitCodes.Success : ExitCodes.Failure;
    }

    private static void Show(IAnsiConsole console, DataReport report)
    {
        var splits = string.Join(", ", report.Splits.Select(split => $"{split.Key} {split.Value}"));
        console.WriteLine($"{report.Root}: {report.Clips} clips{(report.Clips > 0 ? $" ({splits})" : "")}");
        if (report.Images > 0) console.WriteLine($"images          {report.Images}");
        if (report.PersonBoxes > 0) console.WriteLine($"boxes of people {report.PersonBoxes}");
        if (report.TargetBoxes > 0) console.WriteLine($"target boxes    {report.TargetBoxes}");
        if (report.Labels.Length > 0) console.WriteLine($"classes         {string.Join(", ", report.Labels.Select(label => $"{label.Name} {label.Clips}"))}");
        List(console, "missing and passed over", report.MissingCount, report.Missing);
        List(console, "malformed", report.ComplaintCount, report.Complaints);
        if (report.ComplaintCount == 0 && report.Clips > 0) console.WriteLine("Nothing is malformed.");
    }

    private static void List(IAnsiConsole console, string what, int count, IReadOnlyList<DataComplaint> complaints)
    {
        if (count == 0) return;
        console.WriteLine($"{what}: {count}");
        foreach (var complaint in complaints.Take(MostShown)) console.WriteLine($"  {complaint}");
        if (count > MostShown) console.WriteLine($"  ... and {count - Math.Min(MostShown, complaints.Count)} more; --json lists the first thousand");
    }
}
