using System.Collections.Immutable;
using SoGar.Compute.Checkpoints;
using SoGar.Compute.Exchange;
using SoGar.Compute.Methods;
using SoGar.Compute.Optim;
using SoGar.Compute.Training;
using SoGar.Protocol.Ports;
using SoGar.Protocol.Recipes;
using SoGar.Protocol.Runs;

namespace SoGar.Compute.Tests.Methods;

public sealed class SogarStudentTests : IDisposable
{
    private static readonly Recipe Recipe = Shards.Recipe;
    private readonly ViewBuffers _buffers = new();

    public void Dispose() => _buffers.Dispose();

    [Theory]
    [InlineData(Protocol.Recipes.Precision.Fp32)]
    [InlineData(Protocol.Recipes.Precision.Bf16)]
    public void One_two_and_three_trainers_end_with_the_same_digests(Protocol.Recipes.Precision precision)
    {
        var recipe = Recipe with { Precision = precision };

        var alone = Train(recipe, trainers: 1, steps: 3);

        Assert.Equal(alone, Train(recipe, trainers: 2, steps: 3));
        Assert.Equal(alone, Train(recipe, trainers: 3, steps: 3));
    }

    [Fact]
    public void A_run_that_goes_on_from_a_saved_state_ends_as_the_unbroken_one()
    {
        var unbroken = Train(Recipe, trainers: 1, steps: 4);
        var (student, teacher) = Shards.Open(Recipe);
        using var _ = student;
        using var __ = teacher;
        for (var step = 0; step < 2; step++) Step(Recipe, [student], teacher, step);
        var saved = student.State.StudentTensors.Concat(student.State.OptimizerTensors).Concat(teacher.Tensors)
            .ToDictionary(tensor => tensor.Name, tensor => tensor with { Values = tensor.Values.ToArray() });

        var state = Shards.State(Recipe with { Seed = 99 });
        using var resumedTeacher = new TeacherState(state);
        state.Load(saved);
        resumedTeacher.Load(saved);
        using var again = new MethodStudent(MethodShelf.Of(Recipe, 64), state, resumedTeacher);
        for (var step = 2; step < 4; step++) Step(Recipe, [again], resumedTeacher, step);

        Assert.Equal(unbroken, DigestsOf(again, resumedTeacher));
    }

    [Fact]
    public void A_step_that_is_given_up_goes_on_with_the_shards_that_it_has()
    {
        var undisturbed = Train(Recipe, trainers: 1, steps: 2);
        var (student, teacher) = Shards.Open(Recipe);
        using var _ = student;
        using var __ = teacher;
        Step(Recipe, [student], teacher, 0);
        student.Begin(1);
        Contribution(student, 2, step: 1);
        Contribution(student, 0, step: 1);

        Assert.True(student.TryGoOn(1, shards: 2));
        Contribution(student, 1, step: 1);
        Contribution(student, 3, step: 1);
        Assert.IsType<StepOutcome.Applied>(student.Advance(student.Contribution));
        teacher.Follow(student.State, new Schedules(Recipe).MomentumAt(1));

        Assert.Equal(undisturbed, DigestsOf(student, teacher));
        Assert.False(student.TryGoOn(1, shards: 4));
    }

    [Fact]
    public void A_step_does_not_go_on_as_another_with_other_shards_other_scales_or_another_state()
    {
        var (student, teacher) = Shards.Open(Recipe);
        using var _ = student;
        using var __ = teacher;
        Assert.IsType<StepOutcome.Saturated>(Attempt(Recipe, [student], 0)[0]);
        Assert.False(student.TryGoOn(0, shards: 4));
        Step(Recipe, [student], teacher, 0);
        student.Begin(1);
        Contribution(student, 2, step: 1);

        Assert.False(student.TryGoOn(2, shards: 1));
        Assert.False(student.TryGoOn(1, shards: 2));
        Assert.True(student.TryGoOn(1, shards: 1));
        student.Adopt(new StateCopy(1, student.State.StudentTensors.Concat(student.State.OptimizerTensors).ToDictionary(tensor => tensor.Name)));
        Assert.False(student.TryGoOn(1, shards: 1));
    }

    [Fact]
    public void A_shard_gives_the_same_bits_on_every_thread_and_after_any_other_shard()
    {
        var (student, teacher) = Shards.Open(Recipe);
        using var _ = student;
        using var __ = teacher;
        student.Begin(0);
        var first = Contribution(student, 2);
        student.Begin(0);
        Contribution(student, 1);

        var elsewhere = Array.Empty<float>();
        var thread = new Thread(() =>
        {
            var (other, otherTeacher) = Shards.Open(Recipe);
            other.Begin(0);
            elsewhere = Contribution(other, 2);
            other.Dispose();
            otherTeacher.Dispose();
        });
        thread.Start();
        thread.Join();

        Assert.Equal(first, Contribution(student, 2));
        Assert.Equal(first, elsewhere);
    }

    [Fact]
    public void The_first_attempt_measures_and_the_second_is_applied()
    {
        var (student, teacher) = Shards.Open(Recipe);
        using var _ = student;
        using var __ = teacher;
        var before = student.State.StudentDigest;

        Assert.IsType<StepOutcome.Saturated>(Attempt(Recipe, [student], 0)[0]);
        Assert.Equal(before, student.State.StudentDigest);

        var applied = Assert.IsType<StepOutcome.Applied>(Attempt(Recipe, [student], 0)[0]);
        Assert.NotEqual(before, student.State.StudentDigest);
        Assert.InRange(applied.Reading.Loss, 0.5, 20);
        Assert.InRange(applied.Reading.TargetEntropy, 0.01, 1);
        Assert.Equal(0, applied.Reading.LearningRate);
    }

    [Fact]
    public void Exact_sums_agree_with_free_ones_to_rounding()
    {
        var exact = Reading(Recipe);
        var free = Reading(Recipe with { Exchange = new ExchangeRecipe { Sum = SumRule.Free } });

        Assert.Equal(free.Loss, exact.Loss, 1e-5);
        Assert.Equal(free.Tcl, exact.Tcl, 1e-5);
        Assert.Equal(free.Scl, exact.Scl, 1e-5);
        Assert.Equal(free.EmbeddingStd, exact.EmbeddingStd, 1e-5);

        StepReading Reading(Recipe recipe)
        {
            var (student, teacher) = Shards.Open(recipe);
            using var _ = student;
            using var __ = teacher;
            return Step(recipe, [student], teacher, 0)[0].Reading;
        }
    }

    [Fact]
    public void A_view_that_is_not_finite_stops_the_step_with_a_place_and_changes_nothing()
    {
        var (student, teacher) = Shards.Open(Recipe);
        using var _ = student;
        using var __ = teacher;
        var before = (student.State.StudentDigest, student.State.OptimizerDigest);
        student.Begin(0);
        for (var shard = 0; shard < Recipe.Shards; shard++)
        {
            using var views = Shards.Views(Recipe, 0, shard, _buffers);
            if (shard == 3) views.Groups[1].Of(0, 0)[0] = float.NaN;
            student.Contribute(views);
        }

        var outcome = Assert.IsType<StepOutcome.NotFinite>(student.Advance(student.Contribution));

        Assert.Contains("step 0", outcome.Explanation, StringComparison.Ordinal);
        Assert.Contains("backbone", outcome.Explanation, StringComparison.Ordinal);
        Assert.Equal(before, (student.State.StudentDigest, student.State.OptimizerDigest));
    }

    [Fact]
    public void A_sum_that_misses_a_shard_is_refused()
    {
        var (student, teacher) = Shards.Open(Recipe);
        using var _ = student;
        using var __ = teacher;
        student.Begin(0);
        Contribution(student, 0);

        Assert.Throws<ArgumentException>(() => student.Advance(student.Contribution));
    }

    [Fact]
    public void No_gradient_reaches_the_teacher_and_every_tensor_of_the_student_gets_one()
    {
        // Motion init with time before space: nothing is silent at the start.
        var recipe = Recipe with { Model = Recipe.Model with { BlockOrder = BlockOrder.TimeSpace, DropPath = 0 } };
        var (student, teacher) = Shards.Open(recipe);
        using var _ = student;
        using var __ = teacher;
        var teacherBefore = teacher.Digest;
        student.Begin(0);

        var contribution = Contribution(student, 0, recipe);

        Assert.Equal(teacherBefore, teacher.Digest);
        foreach (var slot in student.State.Layouts.Student.Slots)
            Assert.True(slot.In(contribution).ContainsAnyExcept(0f), $"{slot.Name} has no gradient");
    }

    [Fact]
    public void The_teacher_starts_as_a_copy_follows_and_with_momentum_one_rests()
    {
        var (student, teacher) = Shards.Open(Recipe);
        using var _ = student;
        using var __ = teacher;
        Assert.Equal(student.State.Values.Floats[..teacher.Values.Length].ToArray(), teacher.Values.Floats.ToArray());

        Step(Recipe, [student], teacher, 1);
        var followed = teacher.Digest;
        teacher.Follow(student.State, 1);
        Assert.Equal(followed, teacher.Digest);
        teacher.Follow(student.State, 0);
        Assert.Equal(student.State.Values.Floats[..teacher.Values.Length].ToArray(), teacher.Values.Floats.ToArray());
    }

    [Fact]
    public void Centre_and_running_statistics_move_by_their_share_of_the_steps_mean()
    {
        var (student, teacher) = Shards.Open(Recipe);
        using var _ = student;
        using var __ = teacher;

        Step(Recipe, [student], teacher, 0);

        // A tenth of a mean of unit vectors, and a tenth of the way from 1 to the batch's variance.
        Assert.InRange(ParameterUpdate.Norm(student.State.Committed("centre")), 1e-3, 0.1);
        var variance = student.State.Layouts.StudentRunning["projector.1.running_var"].In(student.State.Running.Floats);
        Assert.DoesNotContain(1f, variance.ToArray());
        Assert.All(variance.ToArray(), value => Assert.InRange(value, 0.9f, 5f));
    }

    [Theory]
    [InlineData(TclView.Temporal)]
    [InlineData(TclView.FirstLocal)]
    [InlineData(TclView.GlobalStudent)]
    public void Steps_run_under_every_rule_for_the_temporal_view(TclView rule)
    {
        var recipe = Recipe with { Loss = Recipe.Loss with { TclView = rule, Koleo = 0.1 } };
        var (student, teacher) = Shards.Open(recipe);
        using var _ = student;
        using var __ = teacher;

        var reading = Step(recipe, [student], teacher, 0)[0].Reading;

        Assert.InRange(reading.Tcl, 0.5, 20);
        Assert.InRange(reading.Scl, 0.5, 20);
    }

    [Theory]
    [InlineData(LossTarget.Literal)]
    [InlineData(LossTarget.Cosine)]
    public void Steps_run_under_other_targets_and_with_a_teacher_on_running_statistics(LossTarget target)
    {
        var recipe = Recipe with { Loss = Recipe.Loss with { Target = target }, Teacher = Recipe.Teacher with { BatchNorm = TeacherBatchNorm.EmaRunning } };
        var (student, teacher) = Shards.Open(recipe);
        using var _ = student;
        using var __ = teacher;

        Assert.True(double.IsFinite(Step(recipe, [student], teacher, 0)[0].Reading.Loss));
    }

    [Fact]
    public void A_recipe_with_one_sample_per_shard_is_refused_with_the_numbers() =>
        Assert.Contains("1 sample a shard", Assert.Throws<ArgumentException>(() => Shards.Open(Recipe with { Batch = 4 })).Message, StringComparison.Ordinal);

    [Fact]
    public void A_run_can_start_from_released_weights_which_need_no_prefix()
    {
        var path = Path.Combine(Path.GetTempPath(), $"sogar-{Environment.ProcessId}-weights.safetensors");
        using var donor = Shards.State(Recipe with { Seed = 77 });
        var tensors = donor.StudentTensors.Where(tensor => tensor.Name.StartsWith("student.backbone.", StringComparison.Ordinal))
            .Select(tensor => tensor with { Name = tensor.Name["student.backbone.".Length..] }).ToImmutableArray();
        try
        {
            using (var file = File.Create(path)) StateFile.Write(file, tensors);

            using var state = Shards.State(Recipe with { Model = Recipe.Model with { Weights = path } });

            Assert.True(state.Imported!.IsComplete, state.Imported.ToString());
            Assert.Equal(
                state.Layouts.Student["backbone.blocks.1.mlp.fc2.weight"].In(donor.Values.Floats).ToArray(),
                state.Layouts.Student["backbone.blocks.1.mlp.fc2.weight"].In(state.Values.Floats).ToArray());
        }
        finally
        {
            File.Delete(path);
        }
    }

    private StateDigests Train(Recipe recipe, int trainers, int steps)
    {
        var state = Shards.State(recipe);
        var teacher = new TeacherState(state);
        var students = Enumerable.Range(0, trainers).Select(
            index => new MethodStudent(MethodShelf.Of(recipe, 64), index == 0 ? state : Shards.State(recipe), teacher)).ToArray();
        for (var step = 0; step < steps; step++)
        {
            var applied = Step(recipe, students, teacher, step);
            Assert.Single(applied.Select(outcome => outcome.Fingerprint).Distinct());
        }

        var digests = DigestsOf(students[^1], teacher);
        foreach (var student in students) student.Dispose();
        teacher.Dispose();
        return digests;
    }

    private StepOutcome.Applied[] Step(Recipe recipe, MethodStudent[] students, TeacherState teacher, long step)
    {
        for (var attempt = 1; attempt < 8; attempt++)
        {
            var outcomes = Attempt(recipe, students, step);
            if (outcomes.All(outcome => outcome is StepOutcome.Saturated))
                continue;
            teacher.Follow(students[0].State, new Schedules(recipe).MomentumAt(step));
            return [.. outcomes.Cast<StepOutcome.Applied>()];
        }

        throw new InvalidOperationException($"step {step} stayed saturated");
    }

    // Shards are dealt in turn, and the last trainer's sum comes first: neither may matter.
    private StepOutcome[] Attempt(Recipe recipe, MethodStudent[] students, long step)
    {
        foreach (var student in students) student.Begin(step);
        for (var shard = 0; shard < recipe.Shards; shard++)
        {
            using var views = Shards.Views(recipe, step, shard, _buffers);
            students[shard % students.Length].Contribute(views);
        }

        var total = ((ShardAccumulator)students[^1].Contribution).NewLike();
        foreach (var student in students.Reverse()) total.Merge((ShardAccumulator)student.Contribution);
        return [.. students.Select(student => student.Advance(total))];
    }

    private float[] Contribution(MethodStudent student, int shard, Recipe? recipe = null, long step = 0)
    {
        using var views = Shards.Views(recipe ?? Recipe, step, shard, _buffers);
        student.Contribute(views);
        return student.LastContribution.ToArray();
    }

    private static StateDigests DigestsOf(MethodStudent student, TeacherState teacher) =>
        new(student.State.StudentDigest, teacher.Digest, student.State.OptimizerDigest);
}
