using System.Reflection;
using SoGar.Compute.Tests.Torch;
using SoGar.Compute.Torch;
using Xunit.v3;

[assembly: OneThread]

namespace SoGar.Compute.Tests.Torch;

/// <summary>
/// Every test computes on one thread: how sums are split among threads decides their last bits, and a test's thread would have as many as whoever set
/// them last in the process.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class OneThreadAttribute : BeforeAfterTestAttribute
{
    public override void Before(MethodInfo methodUnderTest, IXunitTest test) => TorchThreads.Set(1);
}
