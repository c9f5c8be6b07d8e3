using SoGar.Compute.Optim;

namespace SoGar.Compute.Tests;

public sealed class DependencyTests
{
    [Fact]
    public void Compute_knows_Protocol_alone_of_our_projects() =>
        Assert.Equal(
            ["SoGar.Protocol"],
            typeof(ParameterUpdate).Assembly.GetReferencedAssemblies().Select(reference => reference.Name)
                .Where(name => name!.StartsWith("SoGar.", StringComparison.Ordinal)));
}
