using SoGar.TestKit;

namespace SoGar.Actors.Tests.Kernel;

public sealed class SimulatedKernelTests : KernelContract
{
    private protected override Stage Stage { get; } = new Simulation(seed: 7);
}

public sealed class ThreadedKernelTests : KernelContract
{
    private protected override Stage Stage { get; } = new LocalStage();
}
