using SoGar.Compute.Exchange;

namespace SoGar.Compute.Tests.Exchange;

public sealed class StateDigestTests
{
    [Fact]
    public void The_order_in_which_tensors_come_does_not_matter() => Assert.Equal(StateDigest.Of([A, B]), StateDigest.Of([B, A]));

    [Fact]
    public void Name_type_shape_bytes_and_number_of_tensors_all_count()
    {
        var digests = new[]
        {
            StateDigest.Of([A]),
            StateDigest.Of([A, B]),
            StateDigest.Of([A with { Name = "c" }]),
            StateDigest.Of([A with { Type = "I32" }]),
            StateDigest.Of([A with { Shape = [2, 1] }]),
            StateDigest.Of([A with { Bytes = new byte[] { 1, 2, 3, 4, 5, 6, 7, 9 } }]),
        };

        Assert.Equal(digests.Length, digests.Distinct().Count());
    }

    private static StateTensor A => new("a", "F32", [1, 2], new byte[] { 1, 2, 3, 4, 5, 6, 7, 8 });

    private static StateTensor B => new("b", "U8", [1], new byte[] { 1 });
}
