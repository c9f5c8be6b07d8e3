namespace SoGar.Protocol.Tests;

public sealed class DependencyTests
{
    [Fact]
    public void Protocol_refers_to_nothing_but_the_framework() =>
        Assert.All(typeof(Digest).Assembly.GetReferencedAssemblies(), reference => Assert.StartsWith("System.", reference.Name, StringComparison.Ordinal));
}
