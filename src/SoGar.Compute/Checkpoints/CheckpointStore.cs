using System.Collections.Immutable;
using System.Globalization;

namespace SoGar.Compute.Checkpoints;

/// <summary>
/// Finds the checkpoints of one run: folders <c>step-00000500</c> under one root. What is not whole is never handed out, and always named with its
/// flaw (G6). Holds no state; several may look at the same root.
/// </summary>
/// <param name="root">The folder; need not exist yet.</param>
public sealed class CheckpointStore(string root)
{
    private const string Prefix = "step-";

    // Manifests take a few kB; a damaged folder must not make us read a huge file in one piece.
    private const long ManifestBytesLimit = 1 << 20;

    /// <summary>The folder that holds the checkpoints.</summary>
    public string Root { get; } = Path.GetFullPath(root);

    /// <summary>Every checkpoint, newest first, by manifest and sizes alone: quick, but a flipped bit in a state file does not show.</summary>
    public ImmutableArray<CheckpointInspection> List() =>
        Directory.Exists(Root)
            ? [.. Directory.EnumerateDirectories(Root, Prefix + "*").Select(StepOf).OfType<long>().OrderDescending().Select(Inspect)]
            : [];

    /// <summary>Looks at one checkpoint by manifest and sizes alone.</summary>
    public CheckpointInspection Inspect(long step)
    {
        try
        {
            return new CheckpointInspection(step, DirectoryOf(step), OpenChecked(step).Manifest, Flaw: null);
        }
        catch (CheckpointBrokenException broken)
        {
            return new CheckpointInspection(step, DirectoryOf(step), Manifest: null, broken.Message);
        }
    }

    /// <summary>Reads and hashes every file of one checkpoint.</summary>
    public CheckpointInspection Verify(long step)
    {
        try
        {
            var checkpoint = OpenChecked(step);
            checkpoint.Verify();
            return new CheckpointInspection(step, checkpoint.Directory, checkpoint.Manifest, Flaw: null);
        }
        catch (CheckpointBrokenException broken)
        {
            return new CheckpointInspection(step, DirectoryOf(step), Manifest: null, broken.Message);
        }
    }

    /// <summary>The newest checkpoint of which every byte is as it was written, and the newer ones that had to be passed over.</summary>
    public NewestCheckpoint NewestWhole()
    {
        var skipped = ImmutableArray.CreateBuilder<CheckpointInspection>();
        foreach (var listed in List())
        {
            var verified = listed.IsWhole ? Verify(listed.Step) : listed;
            if (verified.IsWhole) return new NewestCheckpoint(new Checkpoint(verified.Directory, verified.Manifest), skipped.ToImmutable());
            skipped.Add(verified);
        }

        return new NewestCheckpoint(Checkpoint: null, skipped.ToImmutable());
    }

    /// <summary>Opens the checkpoint of a step; its files are verified as they are read.</summary>
    /// <exception cref="CheckpointBrokenException">There is none, or its manifest or sizes show that it is not whole.</exception>
    public Checkpoint Open(long step) => OpenChecked(step);

    /// <summary>Where the checkpoint of a step is or would be.</summary>
    public string DirectoryOf(long step) => Path.Combine(Root, NameOf(step));

    internal static string NameOf(long step) => Prefix + step.ToString("D8", CultureInfo.InvariantCulture);

    private static long? StepOf(string directory)
    {
        var name = Path.GetFileName(directory);
        return long.TryParse(name.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var step) && name == NameOf(step)
            ? step
            : null;
    }

    private Checkpoint OpenChecked(long step)
    {
        var directory = DirectoryOf(step);
        var path = Path.Combine(directory, CheckpointManifest.FileName);
        try
        {
            var manifest = CheckpointManifest.Parse(ReadManifest(path));
            if (manifest.Step != step) throw new CheckpointBrokenException($"{path} speaks of step {manifest.Step}; the folder was renamed");
            foreach (var file in manifest.Files) RequireSize(Path.Combine(directory, file.Name), file);
            return new Checkpoint(directory, manifest);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CheckpointBrokenException($"{path} is missing: the checkpoint was never finished", missing);
        }
        catch (Exception failure) when (failure is InvalidDataException or UnauthorizedAccessException or (IOException and not CheckpointBrokenException))
        {
            throw new CheckpointBrokenException($"{path} cannot be used: {failure.Message}", failure);
        }
    }

    private static byte[] ReadManifest(string path)
    {
        var bytes = new FileInfo(path).Length;
        return bytes <= ManifestBytesLimit ? File.ReadAllBytes(path) : throw new InvalidDataException($"it has {bytes} bytes");
    }

    private static void RequireSize(string path, CheckpointFile file)
    {
        var found = new FileInfo(path);
        if (!found.Exists) throw new CheckpointBrokenException($"{path} is missing");
        if (found.Length != file.Bytes) throw new CheckpointBrokenException($"{path} has {found.Length} bytes; {file.Bytes} were written");
    }
}
