using System.Collections.Immutable;

namespace SoGar.Compute.Checkpoints;

/// <summary>What one file of a checkpoint holds.</summary>
/// <param name="FileName">A plain file name, without folders.</param>
public abstract record CheckpointPart(string FileName)
{
    /// <summary>The student's backbone, projector and predictor, with their running statistics.</summary>
    public const string Student = "student.safetensors";

    /// <summary>The teacher's backbone and projector, and the centre.</summary>
    public const string Teacher = "teacher.safetensors";

    /// <summary>The optimizer's moments and the scales of the exact sums.</summary>
    public const string Optimizer = "optimizer.safetensors";

    /// <summary>Small facts that are no tensors.</summary>
    public const string Progress = "progress.json";

    /// <summary>Writes the content.</summary>
    internal abstract void Write(Stream stream);

    /// <summary>Size of the content within a few kB, for messages about full disks.</summary>
    internal abstract long ApproximateBytes { get; }
}

/// <summary>A part made of named float32 arrays, as safetensors.</summary>
/// <param name="FileName">A plain file name, without folders.</param>
/// <param name="Tensors">Borrowed until the checkpoint is written.</param>
public sealed record TensorPart(string FileName, ImmutableArray<StateTensor> Tensors) : CheckpointPart(FileName)
{
    internal override void Write(Stream stream) => StateFile.Write(stream, Tensors);

    internal override long ApproximateBytes => Tensors.Sum(tensor => (long)tensor.Values.Length * sizeof(float));
}

/// <summary>A small part of bytes that the caller can read again.</summary>
/// <param name="FileName">A plain file name, without folders.</param>
/// <param name="Content">Borrowed until the checkpoint is written.</param>
public sealed record BytesPart(string FileName, ReadOnlyMemory<byte> Content) : CheckpointPart(FileName)
{
    internal override void Write(Stream stream) => stream.Write(Content.Span);

    internal override long ApproximateBytes => Content.Length;
}
