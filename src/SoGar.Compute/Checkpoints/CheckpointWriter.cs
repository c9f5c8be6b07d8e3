using System.Collections.Immutable;
using SoGar.Protocol.Runs;

namespace SoGar.Compute.Checkpoints;

/// <summary>
/// Writes checkpoints so that each is there wholly or not at all, whatever kills the process: files into a hidden folder, forced to disk, manifest last,
/// then one rename. At most one writer works on a root at a time; not thread-safe.
/// </summary>
/// <param name="store">Where to; the root is created at the first write.</param>
/// <param name="disk">The file system; null for the machine's own.</param>
public sealed class CheckpointWriter(CheckpointStore store, ICheckpointDisk? disk = null)
{
    private const string WritingPrefix = ".writing-";
    private const string DroppingPrefix = ".dropping-";
    private const string RefusedPrefix = "refused-";

    private readonly ICheckpointDisk _disk = disk ?? PhysicalDisk.Instance;

    /// <summary>Writes <paramref name="snapshot"/>; when this returns it survives a power cut. A step that is there already with the same digests
    /// is left as it is: after a failure steps are replayed.</summary>
    /// <returns>The manifest of the checkpoint that is there now.</returns>
    /// <exception cref="CheckpointRefusedException">
    /// The disk is full or read-only, a later term has written, or the step is there with another state.
    /// </exception>
    /// <exception cref="ArgumentException">The snapshot itself is wrong: a part is missing, a name occurs twice.</exception>
    public CheckpointManifest Write(CheckpointSnapshot snapshot)
    {
        var states = StateDigest.OfParts(snapshot.Parts);
        RefuseOlderTerm(snapshot);
        if (FindReplayed(snapshot, states) is { } there) return there;
        try
        {
            return WriteNew(snapshot, states);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Discard(snapshot.Step);
            throw new CheckpointRefusedException(Explain(snapshot, failure), failure);
        }
    }

    /// <summary>Drops what <paramref name="rule"/> says, of the checkpoints that look whole; broken ones are left for people to see.</summary>
    /// <returns>The dropped steps, oldest first.</returns>
    /// <exception cref="CheckpointRefusedException">The disk does not let go of one.</exception>
    public ImmutableArray<long> Prune(RetentionRule rule)
    {
        var drops = rule.Drops(store.List().Where(listed => listed.IsWhole).Select(listed => listed.Step));
        try
        {
            foreach (var step in drops) Drop(step);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointRefusedException($"old checkpoints in {store.Root} could not be dropped: {failure.Message}", failure);
        }

        return drops;
    }

    /// <summary>
    /// Moves a checkpoint beside the others, as <c>refused-step-00000500</c>, because its step gave another state than it holds. It is none any more, is never
    /// dropped, and makes room for the right one.
    /// </summary>
    /// <param name="step">Its step.</param>
    /// <param name="odd">Digests of the states that it holds; one with others is left alone.</param>
    /// <returns>Where it is now; null where the step holds no such states.</returns>
    /// <exception cref="CheckpointRefusedException">The disk does not let it be moved.</exception>
    public string? SetAside(long step, StateDigests odd)
    {
        if (store.Inspect(step).Manifest?.States != odd) return null;
        var aside = AsideDirectory(step);
        try
        {
            _disk.Rename(store.DirectoryOf(step), aside);
            _disk.SyncDirectory(store.Root);
            return aside;
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            // Another process that writes to the same root was faster.
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointRefusedException(
                $"{store.DirectoryOf(step)} holds a state that is not that of step {step} and could not be set aside: {failure.Message}; move it away",
                failure);
        }
    }

    // A step may go wrong more than once.
    private string AsideDirectory(long step)
    {
        var first = Path.Combine(store.Root, RefusedPrefix + CheckpointStore.NameOf(step));
        var free = first;
        for (var number = 2; Directory.Exists(free); number++) free = $"{first}-{number}";
        return free;
    }

    private void RefuseOlderTerm(CheckpointSnapshot snapshot)
    {
        var latest = store.List().Max(listed => listed.Manifest?.Term) ?? snapshot.Term;
        if (latest > snapshot.Term)
        {
            throw new CheckpointRefusedException(
                $"{store.Root} was written in term {latest}, this writer is of term {snapshot.Term}: another supervisor has taken the run over (G2)");
        }
    }

    private CheckpointManifest? FindReplayed(CheckpointSnapshot snapshot, StateDigests states)
    {
        if (store.Verify(snapshot.Step) is not { IsWhole: true } there) return null;
        return there.Manifest.States == states && there.Manifest.Recipe == snapshot.Recipe
            ? there.Manifest
            : throw new CheckpointRefusedException(
                $"{there.Directory} holds another state of step {snapshot.Step} (student {there.Manifest.States.Student}, this one {states.Student}); " +
                "a checkpoint is never changed (G1): move it away, or give the run another name");
    }

    private CheckpointManifest WriteNew(CheckpointSnapshot snapshot, StateDigests states)
    {
        _disk.CreateDirectory(store.Root);
        Sweep();
        var folder = WritingDirectory(snapshot.Step);
        _disk.CreateDirectory(folder);
        var files = snapshot.Parts.OrderBy(part => part.FileName, StringComparer.Ordinal).Select(part => WritePart(folder, part));
        var manifest = new CheckpointManifest(
            CheckpointManifest.CurrentFormat, snapshot.Run, snapshot.Step, snapshot.Term, snapshot.Recipe, states, [.. files]);

        // The manifest gets its name only once every byte that it vouches for is on the disk, and the folder its own only once the manifest is:
        // at whatever instant the power goes, what bears the name of a checkpoint is one.
        _disk.SyncDirectory(folder);
        var unnamed = Path.Combine(folder, "." + CheckpointManifest.FileName);
        WriteManifest(unnamed, manifest);
        _disk.Rename(unnamed, Path.Combine(folder, CheckpointManifest.FileName));
        _disk.SyncDirectory(folder);
        if (Directory.Exists(store.DirectoryOf(snapshot.Step))) Drop(snapshot.Step);   // a broken one, else FindReplayed had answered
        _disk.Rename(folder, store.DirectoryOf(snapshot.Step));
        _disk.SyncDirectory(store.Root);
        return manifest;
    }

    private CheckpointFile WritePart(string folder, CheckpointPart part)
    {
        CheckpointFile.RequirePlainName(part.FileName);
        using var stream = _disk.Create(Path.Combine(folder, part.FileName));
        using var hashing = new HashingStream(stream);
        part.Write(hashing);
        _disk.Sync(stream);
        return new CheckpointFile(part.FileName, hashing.Count, hashing.TakeDigest());
    }

    private void WriteManifest(string path, CheckpointManifest manifest)
    {
        using var stream = _disk.Create(path);
        stream.Write(manifest.ToBytes());
        _disk.Sync(stream);
    }

    // Deleting takes many steps; under a hidden name first, so that a half deleted checkpoint is not taken for one.
    private void Drop(long step)
    {
        var hidden = Path.Combine(store.Root, DroppingPrefix + CheckpointStore.NameOf(step));
        _disk.DeleteDirectory(hidden);
        _disk.Rename(store.DirectoryOf(step), hidden);
        _disk.SyncDirectory(store.Root);
        _disk.DeleteDirectory(hidden);
    }

    private void Sweep()
    {
        foreach (var leftover in Directory.EnumerateDirectories(store.Root, ".*").Where(IsOurs)) _disk.DeleteDirectory(leftover);
    }

    private static bool IsOurs(string directory) =>
        Path.GetFileName(directory) is var name
            && (name.StartsWith(WritingPrefix, StringComparison.Ordinal) || name.StartsWith(DroppingPrefix, StringComparison.Ordinal));

    private void Discard(long step)
    {
        try
        {
            // Only the last sync can fail with the folder renamed already: its name may not be on the disk, so it is taken back.
            if (Directory.Exists(store.DirectoryOf(step)) && !Directory.Exists(WritingDirectory(step)) && store.Inspect(step).IsWhole)
                _disk.Rename(store.DirectoryOf(step), WritingDirectory(step));
            _disk.DeleteDirectory(WritingDirectory(step));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The disk refuses deleting too; the hidden folder is no checkpoint, and the next write sweeps it.
        }
    }

    private string WritingDirectory(long step) => Path.Combine(store.Root, WritingPrefix + CheckpointStore.NameOf(step));

    private string Explain(CheckpointSnapshot snapshot, Exception failure)
    {
        const int noSpace = 28, quotaExceeded = 122;   // errno; .NET passes it on as HResult
        var what = $"the checkpoint of step {snapshot.Step} was not written to {store.Root}";
        var bytes = snapshot.Parts.Sum(part => part.ApproximateBytes);
        return failure switch
        {
            IOException { HResult: noSpace or quotaExceeded } =>
                $"{what}: the disk is full, {bytes / 1e6:F1} MB are needed; free some space, or keep fewer checkpoints (checkpoint.keep)",
            UnauthorizedAccessException => $"{what}: {failure.Message}; give this user the right to write there, or choose another folder",
            _ => $"{what}: {failure.Message}",
        };
    }
}
