using SoGar.Actors.Kernel;

namespace SoGar.Actors.Tests;

public sealed class DependencyTests
{
    [Fact]
    public void Actors_knows_Protocol_alone_of_our_projects() =>
        Assert.Equal(
            ["SoGar.Protocol"],
            typeof(ActorSystem).Assembly.GetReferencedAssemblies().Select(reference => reference.Name)
                .Where(name => name!.StartsWith("SoGar.", StringComparison.Ordinal)));
}
