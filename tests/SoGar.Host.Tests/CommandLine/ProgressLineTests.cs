using SoGar.Host.CommandLine;

namespace SoGar.Host.Tests.CommandLine;

public sealed class ProgressLineTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly StringWriter _error = new();

    [Fact]
    public void Away_from_a_terminal_lines_are_few_and_the_last_is_never_left_out()
    {
        var progress = Line(isTerminal: false);

        for (var step = 0; step <= 100; step++)
        {
            progress.Report("pretrain", step, 100, "loss 5.0");
            _clock.Advance(0.5);
        }

        Assert.Equal(
            [
                "pretrain 0/100 (0 %), loss 5.0",
                "pretrain 20/100 (20 %), loss 5.0, about 40 s left",
                "pretrain 40/100 (40 %), loss 5.0, about 30 s left",
                "pretrain 60/100 (60 %), loss 5.0, about 20 s left",
                "pretrain 80/100 (80 %), loss 5.0, about 10 s left",
                "pretrain 100/100 (100 %), loss 5.0",
            ],
            Lines());
    }

    [Fact]
    public void On_a_terminal_the_line_is_written_over_and_cut_to_the_width()
    {
        var progress = Line(isTerminal: true);

        progress.Report("pretrain", 1, 2, new string('x', 200));

        Assert.Equal($"\r\u001b[Kpretrain {new string('━', 12)}{new string('╌', 12)} 1/2, xxx", _error.ToString()[..(4 + 42)]);
        Assert.Equal(4 + 99, _error.ToString().Length);
    }

    [Fact]
    public void A_message_goes_above_the_line()
    {
        var progress = Line(isTerminal: true);

        progress.Report("videos", 2, 2);
        progress.WriteAbove("a message");
        progress.Clear();

        Assert.EndsWith("2/2\r\u001b[Ka message\n", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_said_of_the_time_left_before_it_is_known()
    {
        var pace = new Pace();

        pace.Note(0, TimeSpan.Zero);
        pace.Note(5, TimeSpan.FromSeconds(1));
        Assert.Null(pace.Remaining(100));

        pace.Note(10, TimeSpan.FromSeconds(2));
        Assert.Equal(TimeSpan.FromSeconds(18), pace.Remaining(100));
    }

    [Fact]
    public void The_time_left_follows_the_pace_of_late()
    {
        var pace = new Pace();

        // A slow start, then ten times as fast for longer than the pace remembers.
        for (var step = 0; step < 10; step++) pace.Note(step, TimeSpan.FromSeconds(10 * step));
        for (var step = 10; step < 110; step++) pace.Note(step, TimeSpan.FromSeconds(100 + step - 10));

        Assert.Equal(TimeSpan.FromSeconds(91), pace.Remaining(200));
    }

    [Fact]
    public void A_new_piece_of_work_has_a_pace_of_its_own()
    {
        var pace = new Pace();

        pace.Note(0, TimeSpan.Zero);
        pace.Note(100, TimeSpan.FromSeconds(10));
        pace.Note(0, TimeSpan.FromSeconds(11));

        Assert.Null(pace.Remaining(100));
    }

    [Theory]
    [InlineData(0.2, "1 s")]
    [InlineData(59, "59 s")]
    [InlineData(92, "1:32 min")]
    [InlineData(3661, "1:01 h")]
    [InlineData(300_000, "3.5 days")]
    public void Durations_are_said_as_people_do(double seconds, string words) => Assert.Equal(words, ProgressLine.Words(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Figures_of_a_step_carry_their_units() =>
        Assert.Equal(["loss 5.4321", "211.0 clips/s", "waiting for data 2.5 %"], new StepFigures(5.43211, 211, 0.025).Details());

    public void Dispose() => _error.Dispose();

    private ProgressLine Line(bool isTerminal) => new(CommandCase.Surroundings(TextWriter.Null, _error, isTerminal, _clock));

    private string[] Lines() => _error.ToString().TrimEnd('\n').Split('\n');
}
