using Microsoft.Extensions.Logging;
using SoGar.Compute.Methods;
using SoGar.Host.Wire;
using SoGar.Protocol.Cluster.Messages;
using SoGar.Protocol.Ports;

namespace SoGar.Host.Cluster;

/// <summary>
/// A fault for tests: with <c>SOGAR_TEST_FLIP_STUDENT=NODE@STEP</c> in its environment the node of that name flips one bit of a live student before that
/// step, once, as broken memory would (docs/operating.md). Without it devices are used as they are.
/// </summary>
internal static class StudentFault
{
    public const string Variable = "SOGAR_TEST_FLIP_STUDENT";

    private static int _isSpent;

    /// <summary>The devices, or the same with the fault in them.</summary>
    public static INodeDevices Wrap(INodeDevices devices, string node, ILogger log) =>
        Environment.GetEnvironmentVariable(Variable)?.Split('@') is [var name, var step] && name == node && long.TryParse(step, out var at)
            ? new FaultyDevices(devices, at, log)
            : devices;

    private sealed class FaultyDevices(INodeDevices devices, long at, ILogger log) : INodeDevices
    {
        public NodeOffer Describe(int trainers) => devices.Describe(trainers);

        public long Done => devices.Done;

        public int Loaders => devices.Loaders;

        public IShardSource OpenSource(int loader) => devices.OpenSource(loader);

        public ITeacher OpenTeacher() => devices.OpenTeacher();

        public IStudent OpenStudent(int replica) => new FaultyStudent((MethodStudent)devices.OpenStudent(replica), at, log);

        public IExchangeFabric Exchange => devices.Exchange;

        public INodeStates States => devices.States;

        public ICheckpoints Checkpoints => devices.Checkpoints;
    }

    private sealed class FaultyStudent(MethodStudent student, long at, ILogger log) : IStudent
    {
        public IContribution Contribution => student.Contribution;

        public ulong Fingerprint => student.Fingerprint;

        public void Begin(long step, int attempt)
        {
            if (step == at && Interlocked.Exchange(ref _isSpent, 1) == 0)
            {
                log.StudentFlipped(step);
                ref var value = ref student.State.Values.Floats[0];
                value = BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(value) ^ 1);
            }

            student.Begin(step, attempt);
        }

        public void Contribute(IShardViews views) => student.Contribute(views);

        public string? FindDamage() => student.FindDamage();

        public void Adopt(IStateCopy copy) => student.Adopt(copy);

        public StepOutcome Advance(IContribution total) => student.Advance(total);

        public string? PutAside(IReadOnlyList<IShardViews> views) => student.PutAside(views);

        public void Dispose() => student.Dispose();
    }
}
