using System.Globalization;
using System.Text.Json;
using SoGar.Compute.Optim;
using SoGar.Compute.Pictures;
using SoGar.Host.CommandLine;
using SoGar.Host.Running;
using SoGar.Protocol.Events;
using SoGar.Protocol.Recipes;

namespace SoGar.Host.Reports;

/// <summary>One page about one run: what it is, its losses and schedules, what evaluations found, their pictures, what went wrong, its recipe.</summary>
internal static class RunReport
{
    private const int ChartHeight = 340;
    private const int MostPoints = 2000;

    /// <summary>Writes the page.</summary>
    /// <param name="shelved">The run, with at least one event.</param>
    /// <param name="evaluation">The folder of its evaluations; need not be there.</param>
    public static string Of(ShelvedRun shelved, string evaluation)
    {
        var account = RunAccount.Of(shelved, Directory.Exists);
        var page = new ReportPage($"Run {shelved.Name}");
        page.Facts(FactsOf(account));
        var steps = shelved.Events.OfType<StepCommitted>().DistinctBy(step => step.Step).OrderBy(step => step.Step).ToList();
        if (steps.Count > 0) Losses(page, steps);
        if (shelved.Recipe is { } recipe) Schedules(page, recipe);
        Evaluations(page, evaluation);
        if (account.Troubles.Count + account.Summary.Replaced.Count > 0) Troubles(page, account);
        page.Section("Recipe");
        page.Verbatim(account.Recipe ?? "");
        return page.ToString();
    }

    private static IEnumerable<(string, string?)> FactsOf(RunAccount account)
    {
        var summary = account.Summary;
        return
        [
            ("status", summary.Explanation is { } why ? $"{summary.Status}: {why}" : summary.Status),
            ("steps", $"{summary.Steps} of {account.StepsTotal?.ToString(CultureInfo.InvariantCulture) ?? "?"} in " +
                $"{ProgressLine.Words(TimeSpan.FromSeconds(summary.Seconds))}"),
            ("speed", summary.Steps > 0 ? $"{summary.ClipsPerSecond:0.0} clips/s, waiting for data {FigureTable.Percent(summary.DataWaitShare)} % of the time" : null),
            ("started", account.StartedAt is { } started ? $"{started.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC" : null),
            ("last event", $"{account.LastAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC"),
            ("profile", account.Profile),
            ("resumed", account.Resumptions > 0 ? $"{account.Resumptions} times" : null),
            ("trainers", string.Join(", then ", account.Generations.Select(one => $"{one.Trainers} from step {one.FirstStep}"))),
            ("student", summary.Digest?.Student),
            ("teacher", summary.Digest?.Teacher),
            ("optimizer", summary.Digest?.Optimizer),
        ];
    }

    private static void Losses(ReportPage page, List<StepCommitted> steps)
    {
        page.Section("Losses");
        Chart(page, "loss", steps, step => step.Reading.Loss);
        Chart(page, "temporal part (TCL)", steps, step => step.Reading.Tcl);
        Chart(page, "spatial part (SCL)", steps, step => step.Reading.Scl);
        foreach (var part in steps.SelectMany(step => step.Reading.Parts?.Keys ?? []).Distinct().Order(StringComparer.Ordinal))
            Chart(page, part, steps, step => step.Reading.Parts?.GetValueOrDefault(part, double.NaN) ?? double.NaN);
        page.Section("Health");
        Chart(page, "standard deviation of embeddings", steps, step => step.Reading.EmbeddingStd);
        Chart(page, "entropy of targets", steps, step => step.Reading.TargetEntropy);
        Chart(page, "cosine between clips", steps, step => step.Reading.ClipCosine);
    }

    private static void Schedules(ReportPage page, Recipe recipe)
    {
        page.Section("Schedules");
        var schedules = new Schedules(recipe);
        var stride = Math.Max(1, recipe.Steps / MostPoints);
        var steps = Enumerable.Range(0, (recipe.Steps + stride - 1) / stride).Select(at => (long)at * stride).ToList();
        Picture(page, "learning rate", [.. steps.Select(step => (step, schedules.LearningRateAt(step)))]);
        Picture(page, "weight decay", [.. steps.Select(step => (step, schedules.WeightDecayAt(step)))]);
        Picture(page, "teacher momentum", [.. steps.Select(step => (step, schedules.MomentumAt(step)))]);
    }

    private static void Evaluations(ReportPage page, string folder)
    {
        page.Section("Evaluation");
        var files = Directory.Exists(folder) ? Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).ToList() : [];
        if (files.Count == 0) page.Note("Not evaluated yet; './sogar evaluate RUN' does.");
        var sides = new List<IReadOnlyList<string>>();
        foreach (var file in files.Where(file => file.EndsWith(".json", StringComparison.Ordinal)))
        {
            using var json = JsonDocument.Parse(File.ReadAllText(file));
            var name = Path.GetFileNameWithoutExtension(file);
            if (name.StartsWith("step-", StringComparison.Ordinal))
            {
                if (json.RootElement.TryGetProperty("linear", out var linear))
                    sides.Add(
                        [name[5..].TrimStart('0'), Percent(linear.GetProperty("pretrained")),
                            Percent(json.RootElement.GetProperty("knn").GetProperty("pretrained"))]);
                continue;
            }

            page.Note(
                name switch
                {
                    "report" => "Frozen features",
                    "finetune" => "Fine-tuning",
                    "localise" => "Localisation",
                    "groups" => "People, groups and scenes",
                    "track" => "Tracking",
                    _ => name
                });
            FigureTable.Show(page, json.RootElement);
        }

        if (sides.Count > 0)
        {
            page.Note("While training went on, %");
            page.Table(["step", "linear probe", "k-NN"], sides);
        }

        // The loss stands above, newer than when it was evaluated.
        foreach (var file in files.Where(file => file.EndsWith(".png", StringComparison.Ordinal) && Path.GetFileName(file) != "loss.png"))
            page.Picture(File.ReadAllBytes(file), Path.GetFileNameWithoutExtension(file));
    }

    private static void Troubles(ReportPage page, RunAccount account)
    {
        page.Section("Troubles");
        page.Facts(account.Troubles.Select(trouble => ("", (string?)trouble)));
        page.Facts(account.Summary.Replaced.Select(one => (one.Sample, (string?)$"replaced by {one.StandIn}: {one.Reason}")));
    }

    private static string Percent(JsonElement share) => FigureTable.Percent(share.GetDouble());

    private static void Chart(ReportPage page, string name, List<StepCommitted> steps, Func<StepCommitted, double> of)
    {
        var stride = Math.Max(1, steps.Count / MostPoints);
        Picture(page, name, [.. steps.Where((_, at) => at % stride == 0).Select(step => (step.Step, of(step)))]);
    }

    private static void Picture(ReportPage page, string name, IReadOnlyList<(long Step, double Value)> points)
    {
        // What a method does not read is not a number.
        if (!points.Any(point => double.IsFinite(point.Value))) return;
        page.Picture(PngFile.Encode(LossChart.Draw(name, points, height: ChartHeight, what: "")), name);
    }
}
