using SoGar.Compute.Checkpoints;

namespace SoGar.Compute.Tests.Checkpoints;

/// <summary>The machine's disk with something done before every operation; long writes are cut into pieces, each an operation of its own.</summary>
/// <param name="before">Hears what is about to happen; may throw, so that it does not.</param>
internal sealed class FaultyDisk(Action<string> before) : ICheckpointDisk
{
    private const int PieceBytes = 4096;

    public void CreateDirectory(string path) => After("create directory", () => PhysicalDisk.Instance.CreateDirectory(path));

    public Stream Create(string path)
    {
        before("create");
        return new PiecewiseStream((FileStream)PhysicalDisk.Instance.Create(path), before);
    }

    public void Sync(Stream file) => After("sync", () => PhysicalDisk.Instance.Sync(((PiecewiseStream)file).Inner));

    public void SyncDirectory(string path) => After("sync directory", () => PhysicalDisk.Instance.SyncDirectory(path));

    public void Rename(string from, string to) => After("rename", () => PhysicalDisk.Instance.Rename(from, to));

    public void DeleteDirectory(string path)
    {
        foreach (var file in Directory.Exists(path) ? Directory.GetFiles(path) : []) After("delete", () => File.Delete(file));
        After("delete directory", () => PhysicalDisk.Instance.DeleteDirectory(path));
    }

    private void After(string what, Action operation)
    {
        before(what);
        operation();
    }

    private sealed class PiecewiseStream(FileStream inner, Action<string> before) : Stream
    {
        public FileStream Inner => inner;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => inner.Length;

        public override long Position
        {
            get => inner.Position;
            set => throw new NotSupportedException();
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            for (var end = offset + count; offset < end; offset += PieceBytes)
            {
                before("write");
                inner.Write(buffer, offset, Math.Min(PieceBytes, end - offset));
            }
        }

        public override void Write(ReadOnlySpan<byte> buffer) => Write(buffer.ToArray(), 0, buffer.Length);

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
