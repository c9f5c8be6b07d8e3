using Microsoft.Extensions.Logging;
using SoGar.Actors.Kernel;
using SoGar.Host.Wire;

namespace SoGar.Host.Cluster;

/// <summary>Tells a node's log which of its actors failed and what is done about it.</summary>
internal sealed class FailureLog(ILogger log) : IKernelObserver
{
    public void Observe(KernelEvent happened)
    {
        if (happened is ActorFailed failed) log.ActorFailed(failed.Path, failed.Directive, failed.Reason, failed.Cause.Message);
    }
}
