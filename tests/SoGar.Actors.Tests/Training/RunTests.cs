using SoGar.Actors.Training;
using SoGar.Protocol.Events;
using SoGar.Protocol.Runs;
using SoGar.TestKit.Devices;

namespace SoGar.Actors.Tests.Training;

public sealed class RunTests
{
    [Fact]
    public async Task A_run_commits_every_step_once_and_finishes()
    {
        var stage = new RunStage();

        Assert.Null(await stage.RunAsync(RunStage.Recipe(trainers: 2)));

        Assert.Equal(RunStatus.Finished, stage.History.Status);
        Assert.Equal(Enumerable.Range(0, 12).Select(step => (long)step), stage.Events.OfType<StepCommitted>().Select(step => step.Step));
        Assert.Equal([5, 10, 12], stage.History.Checkpoints.Select(checkpoint => checkpoint.Done));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(8)]
    public async Task Digests_do_not_depend_on_the_number_of_trainers(int trainers)   // G5
    {
        var one = new RunStage();
        var many = new RunStage();

        await one.RunAsync(RunStage.Recipe(1));
        await many.RunAsync(RunStage.Recipe(trainers));

        Assert.NotNull(one.History.Digests);
        Assert.Equal(one.History.Digests, many.History.Digests);
        Assert.Equal(one.History.Fingerprints, many.History.Fingerprints);
    }

    [Fact]
    public async Task A_drained_and_resumed_run_ends_like_an_unbroken_one()   // G5
    {
        var unbroken = new RunStage();
        await unbroken.RunAsync(RunStage.Recipe(2, steps: 40));
        var committed = -1L;
        var broken = new RunStage
        {
            OnEvent = (happened, supervisor) =>
            {
                if (happened is not StepCommitted step) return;
                Volatile.Write(ref committed, step.Step);
                if (step.Step == 7) supervisor.Tell(new DrainRun("asked by the test"));
            },
        };

        // Simulated steps take no time: trainers that nothing holds back may have done all 40 before the supervisor hears of the wish.
        var patient = new DeviceScript
        {
            OnBegin = (_, step) => Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref committed) >= step - 3, TimeSpan.FromSeconds(20)), $"step {step}"),
        };
        await broken.RunAsync(RunStage.Recipe(2, steps: 40), patient);
        var drained = broken.History;
        await broken.RunAsync(RunStage.Recipe(3, steps: 40), start: broken.Devices!.Shelf.Written[drained.Done]);

        Assert.Equal(RunStatus.Drained, drained.Status);
        Assert.InRange(drained.Done, 8, 39);
        Assert.Equal(unbroken.History.Digests, broken.History.Digests);
        Assert.Equal(40, broken.Events.OfType<StepCommitted>().Count());
    }

    [Fact]
    public async Task A_state_that_differs_from_the_journals_is_not_gone_on_from()   // G1
    {
        var stage = new RunStage();
        await stage.RunAsync(RunStage.Recipe(1));
        var (older, digests) = (stage.Devices!.Shelf.Written[5], stage.History.Digests);

        await stage.RunAsync(RunStage.Recipe(1), start: older with { Student = older.Student.SetItem(0, older.Student[0] ^ 1) });

        Assert.Equal("the beginning", Assert.Single(stage.Events.OfType<StateCopied>()).Source);
        Assert.Equal(RunStatus.Finished, stage.History.Status);
        Assert.Equal(digests, stage.History.Digests);
    }

    [Fact]
    public async Task A_saturated_step_is_done_again_and_changes_nothing_else()
    {
        var smooth = new RunStage();
        var bumpy = new RunStage();

        await smooth.RunAsync(RunStage.Recipe(2));
        await bumpy.RunAsync(RunStage.Recipe(2), new DeviceScript { Saturated = [0, 4, 5] });

        Assert.Equal(3, bumpy.History.Redone);
        Assert.Equal(smooth.History.Digests, bumpy.History.Digests);
    }

    [Fact]
    public async Task A_trainer_that_computed_another_state_is_named_and_replaced()   // G3
    {
        var (smooth, stage) = (new RunStage(), new RunStage());
        await smooth.RunAsync(RunStage.Recipe(3));

        await stage.RunAsync(RunStage.Recipe(3), new DeviceScript { BitFlip = (new TrainerId(1), 6) });

        var replaced = Assert.Single(stage.Events.OfType<ReplicaReplaced>());
        Assert.Equal("trainer 1", replaced.Trainer);
        Assert.Contains("after step 6 trainer 1 holds", replaced.Explanation, StringComparison.Ordinal);
        Assert.Contains("trainer 1", Assert.Single(stage.History.Recoveries).Cause, StringComparison.Ordinal);
        Assert.Equal(smooth.History.Digests, stage.History.Digests);
        Assert.Equal(smooth.History.Fingerprints, stage.History.Fingerprints);
    }

    [Fact]
    public async Task A_bit_that_flips_in_a_live_student_is_found_before_it_reaches_a_sum_and_its_tensor_named()   // G3
    {
        var (smooth, stage) = (new RunStage(), new RunStage());
        await smooth.RunAsync(RunStage.Recipe(2));

        await stage.RunAsync(RunStage.Recipe(2), new DeviceScript { LiveFlip = (new TrainerId(1), 6) });

        var replaced = Assert.Single(stage.Events.OfType<ReplicaReplaced>());
        Assert.Equal(("trainer 1", 6L), (replaced.Trainer, replaced.Done));
        Assert.StartsWith("words was altered", replaced.Explanation, StringComparison.Ordinal);
        Assert.Equal(smooth.History.Digests, stage.History.Digests);
    }

    [Fact]
    public async Task A_number_that_is_not_finite_stops_the_run_and_says_where()
    {
        var stage = new RunStage();

        await stage.RunAsync(RunStage.Recipe(2), new DeviceScript { NotFiniteAt = 3 });

        Assert.Equal(RunStatus.Failed, stage.History.Status);
        Assert.Contains("step 3: the loss is NaN", stage.History.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_sample_is_replaced_alike_for_any_number_of_trainers_and_listed_once()   // G4
    {
        var script = new DeviceScript { BadSamples = [3, 17] };
        var one = new RunStage();
        var three = new RunStage();

        await one.RunAsync(RunStage.Recipe(1), script);
        await three.RunAsync(RunStage.Recipe(3), script);

        Assert.Equal(one.History.Digests, three.History.Digests);
        Assert.Equal(["sample-17", "sample-3"], three.History.Replaced.Select(replaced => replaced.Sample).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_refused_checkpoint_in_mid_run_costs_the_checkpoint_only()
    {
        var stage = new RunStage();

        await stage.RunAsync(RunStage.Recipe(2), new DeviceScript { RefusedCheckpoints = [5] });

        Assert.Equal(RunStatus.Finished, stage.History.Status);
        Assert.Contains("No space left", Assert.Single(stage.Events.OfType<CheckpointRefused>()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_last_checkpoint_fails_the_run_because_its_result_would_be_lost()
    {
        var stage = new RunStage();

        await stage.RunAsync(RunStage.Recipe(2), new DeviceScript { RefusedCheckpoints = [12] });

        Assert.Equal(RunStatus.Failed, stage.History.Status);
        Assert.Contains("after 12 steps could not be written", stage.History.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_device_reaches_the_root_with_its_cause()
    {
        var stage = new RunStage();

        var failure = await stage.RunAsync(RunStage.Recipe(3), new DeviceScript { DeviceLost = (new TrainerId(2), 4) });

        Assert.Contains("trainer-2", failure?.Path, StringComparison.Ordinal);
        Assert.IsType<DeviceLostException>(failure?.Cause);
    }

    [Fact]
    public async Task Data_without_a_readable_stand_in_stops_the_run()
    {
        var stage = new RunStage();

        await stage.RunAsync(RunStage.Recipe(1), new DeviceScript { BadSamples = [.. Enumerable.Range(0, 50)] });

        Assert.Equal(RunStatus.Failed, stage.History.Status);
        Assert.Contains("no stand-in", stage.History.Explanation, StringComparison.Ordinal);
    }
}
