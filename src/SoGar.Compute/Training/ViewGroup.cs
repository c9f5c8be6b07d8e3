using System.Collections.Immutable;
using SoGar.Compute.Optim;
using SoGar.Compute.Torch;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Training;

/// <summary>Views of a shard that one forward pass can take together: seen by the same network, with the same frames and size.</summary>
/// <param name="Numbers">Their positions among the views of a sample, ascending.</param>
/// <param name="Roles">Their roles, one per view.</param>
/// <param name="Samples">Samples of the shard.</param>
/// <param name="Frames">Frames of each view.</param>
/// <param name="Size">Height and width of each view.</param>
/// <param name="Buffer">float32 [V, B, 3, T, S, S] with the views outermost; owned by the shard's views.</param>
public sealed record ViewGroup(
    ImmutableArray<int> Numbers, ImmutableArray<ViewRole> Roles, int Samples, int Frames, int Size, FlatBuffer Buffer)
{
    /// <summary>Floats of one view of one sample.</summary>
    public int ViewLength => ViewLengthOf(Frames, Size);

    /// <summary>Floats of the group; the memory behind it may be longer.</summary>
    public int Length => checked(Numbers.Length * Samples * ViewLength);

    /// <summary>The shape of the group as one batch: [V x B, 3, T, S, S].</summary>
    public long[] Shape => [(long)Numbers.Length * Samples, 3, Frames, Size, Size];

    /// <summary>The group as one batch, float32 of <see cref="Shape"/> over the group's memory; belongs to the open scope.</summary>
    public Tensor Clips() => Tensor.FromBlob(Buffer.Address, DType.Float32, Shape);

    /// <summary>Whether the teacher alone sees these views.</summary>
    public bool IsTeachers => Roles[0] == ViewRole.Teacher;

    /// <summary>The place of one view of one sample; borrowed.</summary>
    /// <param name="index">Position in <see cref="Numbers"/>.</param>
    /// <param name="sample">Position in the shard.</param>
    public Span<float> Of(int index, int sample) => Buffer.Floats.Slice((index * Samples + sample) * ViewLength, ViewLength);

    /// <summary>SoGAR's two kinds of student views pass the network together; every other role has batches of its own.</summary>
    internal static ViewRole BatchOf(ViewRole role) => role == ViewRole.Tcl ? ViewRole.Scl : role;

    internal static int ViewLengthOf(int frames, int size) => checked(3 * frames * size * size);
}
