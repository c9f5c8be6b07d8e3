using SoGar.Bench;
using SoGar.Compute.Torch;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Tests.Models;

/// <summary>Against the network that bench/peers/divided_vit.py writes independently in PyTorch, through safetensors.</summary>
public sealed class PeerParityTests
{
    [Theory]
    [InlineData(BlockOrder.SpaceTime)]
    [InlineData(BlockOrder.TimeSpace)]
    public void Embeddings_and_all_gradients_equal_PyTorchs(BlockOrder order)
    {
        if (DividedPeer.Missing() is { } missing)
            Assert.Skip(missing);
        using var scope = TensorScope.Open();
        using var ours = new DividedCase(
            new ModelRecipe { Depth = 3, Width = 48, Heads = 3, Patch = 8, Grid = 4, Frames = 4, DropPath = 0, BlockOrder = order }, clips: 2, frames: 4,
            size: 32);

        var embedding = ours.Run(SoGar.Compute.Torch.Precision.Float32);
        var peer = DividedPeer.Run(ours, threads: 1, repeats: 1, bf16: false);

        // The bound for float32.
        Assert.InRange(peer.EmbeddingError(embedding), 0, 1e-4);
        var (name, error) = peer.WorstGradient(ours);
        Assert.True(error < 1e-4, $"the gradient of {name} differs by {error:0.0e0}");
        Assert.Equal(ours.Parameters.Layout.Slots.Length + 1, peer.Tensors.Count);
    }
}
