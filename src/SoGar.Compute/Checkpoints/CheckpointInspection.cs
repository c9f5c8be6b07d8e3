using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace SoGar.Compute.Checkpoints;

/// <summary>What a look at one checkpoint showed.</summary>
/// <param name="Step">By the folder's name.</param>
/// <param name="Directory">The folder.</param>
/// <param name="Manifest">What it holds; null where something is wrong.</param>
/// <param name="Flaw">What is wrong, naming the file; null where nothing is.</param>
public sealed record CheckpointInspection(long Step, string Directory, CheckpointManifest? Manifest, string? Flaw)
{
    /// <summary>Whether nothing wrong was found.</summary>
    [MemberNotNullWhen(true, nameof(Manifest))]
    [MemberNotNullWhen(false, nameof(Flaw))]
    public bool IsWhole => Manifest is not null && Flaw is null;
}

/// <summary>The answer to "where do we go on from".</summary>
/// <param name="Checkpoint">Null when no checkpoint is whole.</param>
/// <param name="Skipped">Newer ones that are not whole, newest first, each with its flaw.</param>
public sealed record NewestCheckpoint(Checkpoint? Checkpoint, ImmutableArray<CheckpointInspection> Skipped);
