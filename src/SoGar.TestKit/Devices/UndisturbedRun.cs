using System.Collections.Immutable;
using SoGar.Protocol.Recipes;
using SoGar.Protocol.Runs;
using SoGar.Protocol.Shards;

namespace SoGar.TestKit.Devices;

/// <summary>
/// What a run has to come to: its steps computed one after the other by one replica, without actors, machines or faults. Every other run of the
/// recipe is compared with it (G5).
/// </summary>
public sealed class UndisturbedRun
{
    private readonly List<SimulatedState> _states = [];
    private readonly List<StepFingerprint> _fingerprints = [];
    private readonly List<ulong> _sums = [];
    private readonly Dictionary<ShardKey, ImmutableArray<int>> _samples = [];

    private UndisturbedRun(Recipe recipe) => Recipe = recipe;

    /// <summary>The recipe.</summary>
    public Recipe Recipe { get; }

    /// <summary>The state after the last step.</summary>
    public SimulatedState Final => _states[^1];

    /// <summary>Computes a run.</summary>
    /// <param name="recipe">Its recipe.</param>
    /// <param name="sampleCount">Samples of its data set.</param>
    /// <param name="script">Which samples are bad and which steps saturate; what else goes wrong is left out.</param>
    public static UndisturbedRun Of(Recipe recipe, int sampleCount, DeviceScript? script = null)
    {
        var natural = new DeviceScript { BadSamples = script?.BadSamples ?? [] };
        var run = new UndisturbedRun(recipe);
        var start = SimulatedState.Initial(recipe.Seed);
        using var student = new SimulatedStudent(new TrainerId(0), start, natural);
        using var teacher = new SimulatedTeacher(start.Teacher, _ => student.State.Student);
        using var source = new SimulatedSource(new SampleSchedule(recipe, sampleCount), recipe.Seed, sampleCount, natural);
        run._states.Add(start);
        for (var step = 0L; step < recipe.Steps; step++)
        {
            student.Begin(step, attempt: 1);
            for (var shard = 0; shard < recipe.Shards; shard++)
            {
                var key = new ShardKey(step, shard);
                using var views = (SimulatedViews)source.Load(key, CancellationToken.None).Views;
                run._samples.Add(key, [.. views.Samples]);
                student.Contribute(views);
            }

            run._sums.Add(((SimulatedContribution)student.Contribution).Words);
            student.Advance(student.Contribution);
            teacher.Advance(step, replica: 0);
            run._states.Add(student.State with { Teacher = teacher.Words });
            run._fingerprints.Add(run.Final.Fingerprints());
        }

        return run;
    }

    /// <summary>The state after some steps.</summary>
    public SimulatedState After(long done) => _states[(int)done];

    /// <summary>The fingerprint after a step.</summary>
    public StepFingerprint FingerprintOf(long step) => _fingerprints[(int)step];

    /// <summary>What all contributions to a step add up to.</summary>
    public ulong SumOf(long step) => _sums[(int)step];

    /// <summary>What is read for a shard, stand-ins included.</summary>
    public ImmutableArray<int> SamplesOf(ShardKey key) => _samples[key];
}
