using System.Text.Json;
using SoGar.Host.CommandLine;
using SoGar.Host.Recipes;

namespace SoGar.Host.Tests.CommandLine;

public sealed class CommandShellTests
{
    [Theory]
    [InlineData("usage-no-command")]
    [InlineData("usage-unknown-command", "doctro")]
    [InlineData("usage-unknown-member", "videos", "mak")]
    [InlineData("usage-unknown-option", "doctor", "--jsn")]
    [InlineData("usage-missing-argument", "recipe", "show")]
    [InlineData("usage-missing-option", "videos", "make")]
    [InlineData("usage-no-number", "videos", "make", "--out", "x", "--train", "many")]
    [InlineData("usage-size", "videos", "make", "--out", "x", "--size", "12")]
    [InlineData("usage-clips", "videos", "make", "--out", "x", "--size", "33x5000", "--train", "-1")]
    [InlineData("usage-recipe-name", "recipe", "show", "dmo")]
    [InlineData("usage-recipe-mistakes", "recipe", "show", "demo", "stesp=5", "shards=4", "batch=30", "model.width=many")]
    public async Task Wrong_usage_is_answered_with_what_would_work(string name, params string[] args)
    {
        var result = await CommandCase.RunAsync(args);

        Assert.Equal((ExitCodes.WrongUsage, ""), (result.ExitCode, result.Out));
        Approval.Verify(name, $"$ sogar {string.Join(' ', args)}\n{result.Error}");
    }

    [Fact]
    public async Task An_answer_is_text_or_one_object()
    {
        Task<int> Body(CommandRun run)
        {
            run.Say("a message");
            run.Answer(new { LossFirst = 1.5, Kind = DayOfWeek.Monday }, console => console.Profile.Out.Writer.WriteLine("loss 1.5   "));
            return Task.FromResult(ExitCodes.Resumable);
        }

        Assert.Equal(new CommandCase(3, "loss 1.5\n", "a message\n"), await CommandCase.RunBodyAsync(Body));
        Assert.Equal(new CommandCase(3, "{\"loss_first\":1.5,\"kind\":\"monday\"}\n", "a message\n"), await CommandCase.RunBodyAsync(Body, "--json"));
    }

    [Fact]
    public async Task A_failure_is_a_message_with_its_exit_code_and_no_stack()
    {
        static Task<int> Body(CommandRun run) => throw new CommandFailure("the disk is full; free some", ExitCodes.Resumable);

        Assert.Equal(new CommandCase(3, "", "the disk is full; free some\n"), await CommandCase.RunBodyAsync(Body));
        var json = await CommandCase.RunBodyAsync(Body, "--json");
        Assert.Equal("the disk is full; free some", JsonDocument.Parse(json.Out).RootElement.GetProperty("error").GetString());
    }

    [Fact]
    public async Task Verbose_shows_where_an_error_came_from()
    {
        static Task<int> Body(CommandRun run) => throw new InvalidOperationException("odd");

        var silent = await CommandCase.RunBodyAsync(Body);
        var verbose = await CommandCase.RunBodyAsync(Body, "--verbose");

        Assert.Equal((1, "InvalidOperationException: odd\nAdd --verbose to see where this came from.\n"), (silent.ExitCode, silent.Error));
        Assert.Contains($"at {typeof(CommandShellTests).FullName}", verbose.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recipe_is_shown_as_it_is_resolved()
    {
        var shown = await CommandCase.RunAsync("recipe", "show", "tiny", "steps=7");

        Assert.Equal((0, ""), (shown.ExitCode, shown.Error));
        Assert.Equal(RecipeText.Of(RecipeReader.OfThisProcess.Read(Repository.Recipe("tiny"), ["steps=7"])), shown.Out);
    }

    [Fact]
    public void The_first_signal_drains_and_the_second_is_left_to_kill()
    {
        using var drain = new DrainSignal();

        Assert.True(drain.Raise(_ => { }));
        Assert.True(drain.Requested.IsCancellationRequested);

        Assert.False(drain.Raise(_ => { }));
    }
}
