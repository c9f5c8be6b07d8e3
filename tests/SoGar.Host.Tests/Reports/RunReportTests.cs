using SoGar.Compute.Pictures;
using SoGar.Host.Recipes;
using SoGar.Host.Reports;
using SoGar.Host.Running;
using SoGar.Protocol.Events;
using SoGar.Protocol.Recipes;
using SoGar.Protocol.Runs;

namespace SoGar.Host.Tests.Reports;

public sealed class RunReportTests : IDisposable
{
    private readonly DirectoryInfo _evaluation = Directory.CreateTempSubdirectory("sogar-report-");

    public void Dispose() => _evaluation.Delete(recursive: true);

    [Fact]
    public void The_page_holds_losses_schedules_tables_and_pictures_and_fetches_nothing()
    {
        File.WriteAllText(Path.Combine(_evaluation.FullName, "report.json"), """{"knn":{"pretrained":0.75},"confusion":[[1,0],[0,1]],"classes":["a","b"]}""");
        File.WriteAllText(Path.Combine(_evaluation.FullName, "step-00000100.json"), """{"linear":{"pretrained":0.5},"knn":{"pretrained":0.25}}""");
        File.WriteAllText(Path.Combine(_evaluation.FullName, "step-00000200.json"), """{"error":"gone"}""");
        PngFile.Write(Path.Combine(_evaluation.FullName, "projection.png"), new RgbImage(4, 4, Colour.White));

        var page = RunReport.Of(Run(), _evaluation.FullName);

        Assert.StartsWith("<!doctype html>", page);
        Assert.Contains("<td>k-NN</td><td class=\"number\">75.0</td>", page);
        Assert.Contains("<td>100</td><td class=\"number\">50.0</td><td class=\"number\">25.0</td>", page);
        Assert.Contains("alt=\"projection\" src=\"data:image/png;base64,", page);
        foreach (var picture in (string[])["loss", "local contrast", "learning rate", "weight decay", "teacher momentum"])
            Assert.Contains($"alt=\"{picture}\" src=\"data:image/png;base64,", page);
        Assert.DoesNotContain("alt=\"temporal part (TCL)\"", page);
        Assert.DoesNotContain("http", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Figures_stand_beside_those_of_the_untrained_network_in_percent()
    {
        File.WriteAllText(
            Path.Combine(_evaluation.FullName, "report.json"),
            """{"linear":{"pretrained":0.894,"random":0.5,"chance":0.125,"shuffled":0.3,"l2":0.01},"retrieval":{"k":[1,5],"pretrained":[0.5,1],"random":[0.25,0.75]},"mpca":0.8,"test_clips":320}""");
        File.WriteAllText(
            Path.Combine(_evaluation.FullName, "localise.json"),
            """{"run":"r-1","step":450,"task":"localise","pretrained":{"map":0.4,"per_action":{"spiking":1},"boxes":12,"last_loss":2.5},"random":{"map":0.2,"per_action":{"spiking":null},"boxes":12,"last_loss":3},"seconds":7.25}""");

        var page = RunReport.Of(Run(), _evaluation.FullName);

        Assert.Contains(
            "<th>%</th><th class=\"number\">pretrained</th><th class=\"number\">untrained network</th><th class=\"number\">chance</th><th " +
            "class=\"number\">frames shuffled</th>", page);
        Assert.Contains(Row("linear probe", "89.4", "50.0", "12.5", "30.0"), page);
        Assert.Contains(Row("retrieval R@5", "100.0", "75.0", "", ""), page);
        Assert.Contains("<th>MPCA</th><td>80.0 %</td>", page);
        Assert.Contains("<th>test clips</th><td>320</td>", page);
        Assert.Contains(Row("map", "40.0", "20.0"), page);
        Assert.Contains(Row("per action spiking", "100.0", ""), page);
        Assert.Contains(Row("boxes", "12", "12"), page);
        Assert.Contains(Row("last loss", "2.5", "3"), page);

        static string Row(string name, params string[] figures) =>
            $"<td>{name}</td>{string.Concat(figures.Select(figure => $"<td class=\"number\">{figure}</td>"))}</tr>";
    }

    [Fact]
    public void What_people_named_is_text_and_never_markup()
    {
        var page = new ReportPage("<b>run</b>");
        page.Facts(("<i>", "a & b\n\"c\""));

        Assert.Contains("<h1>&lt;b&gt;run&lt;/b&gt;</h1>", page.ToString());
        Assert.Contains("<th>&lt;i&gt;</th><td>a &amp; b<br>&quot;c&quot;</td>", page.ToString());
    }

    [Fact]
    public void A_run_that_was_never_evaluated_says_how_to() =>
        Assert.Contains("&#39;./sogar evaluate RUN&#39; does", RunReport.Of(Run(), Path.Combine(_evaluation.FullName, "none")));

    private static ShelvedRun Run() => new(
        "r-1",
        [
            new RunStarted(RecipeText.Of(new Recipe { Steps = 4 }), "cpu", 8, "d"),
            .. Enumerable.Range(0, 4).Select(step => new StepCommitted(
                step, $"{step:x16}-{step:x16}",
                new StepReading(
                    4 - step, double.NaN, double.NaN, 0.06, 0.9, 0,
                    1e-3) { Parts = System.Collections.Immutable.ImmutableSortedDictionary<string, double>.Empty.Add("local contrast", step) }, 1, 0.5, 0)),
        ],
        IsSupervised: false);
}
