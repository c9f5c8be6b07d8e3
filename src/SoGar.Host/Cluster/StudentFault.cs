using System.Globalization;
using Microsoft.Extensions.Logging;
using SoGar.Compute.Methods;
using SoGar.Host.Wire;
using SoGar.Protocol.Cluster.Messages;
using SoGar.Protocol.Ports;

namespace SoGar.Host.Cluster;

/// <summary>
/// Faults of devices, for tests (docs/operating.md). With <c>SOGAR_TEST_FLIP_STUDENT=NODE@STEP</c> in its environment the node of that name flips one bit of a
/// live student before that step, once, as broken memory would. With <c>SOGAR_TEST_SLOW=FILE</c> each step begins half a second later while that file
/// exists, so that what a test waits for happens in the middle of a run, however fast the machine. Without them devices are used as they are.
/// </summary>
/// <param name="FlipAt">The step before which a bit flips; negative for none.</param>
/// <param name="SlowFile">While it exists steps are slow; null for never.</param>
internal sealed record StudentFault(long FlipAt, string? SlowFile)
{
    public const string FlipVariable = "SOGAR_TEST_FLIP_STUDENT";

    public const string SlowVariable = "SOGAR_TEST_SLOW";

    private static readonly TimeSpan Slowness = TimeSpan.FromSeconds(0.5);

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(10);

    private static int _isSpent;

    /// <summary>The devices, or the same with the faults in them that the environment asks for.</summary>
    public static INodeDevices Wrap(INodeDevices devices, string node, TimeProvider clock, ILogger log)
    {
        var flipAt = Environment.GetEnvironmentVariable(FlipVariable)?.Split('@') is [var name, var step] && name == node
            ? long.Parse(step, CultureInfo.InvariantCulture)
            : -1;
        var slowFile = Environment.GetEnvironmentVariable(SlowVariable);
        if (flipAt < 0 && string.IsNullOrEmpty(slowFile)) return devices;
        if (!string.IsNullOrEmpty(slowFile)) log.StepsSlowed(slowFile);
        return new FaultyDevices(devices, new StudentFault(flipAt, slowFile), clock, log);
    }

    private sealed class FaultyDevices(INodeDevices devices, StudentFault fault, TimeProvider clock, ILogger log) : INodeDevices
    {
        public NodeOffer Describe(int trainers) => devices.Describe(trainers);

        public long Done => devices.Done;

        public int Loaders => devices.Loaders;

        public IShardSource OpenSource(int loader) => devices.OpenSource(loader);

        public ITeacher OpenTeacher() => devices.OpenTeacher();

        public IStudent OpenStudent(int replica) => new FaultyStudent((MethodStudent)devices.OpenStudent(replica), fault, clock, log);

        public IExchangeFabric Exchange => devices.Exchange;

        public INodeStates States => devices.States;

        public ICheckpoints Checkpoints => devices.Checkpoints;
    }

    private sealed class FaultyStudent(MethodStudent student, StudentFault fault, TimeProvider clock, ILogger log) : IStudent
    {
        public IContribution Contribution => student.Contribution;

        public ulong Fingerprint => student.Fingerprint;

        public void Begin(long step, int attempt)
        {
            Dawdle();
            if (step == fault.FlipAt && Interlocked.Exchange(ref _isSpent, 1) == 0)
            {
                log.StudentFlipped(step);
                ref var value = ref student.State.Values.Floats[0];
                value = BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(value) ^ 1);
            }

            student.Begin(step, attempt);
        }

        public bool TryGoOn(long step, int shards) => student.TryGoOn(step, shards);

        public void Contribute(IShardViews views) => student.Contribute(views);

        public string? FindDamage() => student.FindDamage();

        public void Adopt(IStateCopy copy) => student.Adopt(copy);

        public StepOutcome Advance(IContribution total) => student.Advance(total);

        public string? PutAside(IReadOnlyList<IShardViews> views) => student.PutAside(views);

        public void Dispose() => student.Dispose();

        private void Dawdle()
        {
            var began = clock.GetTimestamp();
            while (File.Exists(fault.SlowFile) && clock.GetElapsedTime(began) < Slowness)
                clock.PauseAsync(Glance, CancellationToken.None).GetAwaiter().GetResult();
        }
    }
}
