using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;
using SoGar.Compute.Exchange.Mesh;
using SoGar.Compute.Native;

namespace SoGar.Compute.Exchange.Nccl;

/// <summary>
/// A group over NCCL, for processes that have a GPU each. Rank 0 names the group, the mesh carries the name. A peer that is gone is a kernel that never ends,
/// so the stream is asked instead of waited for: an error, an abort or a sum that takes too long ends the communicator.
/// </summary>
internal sealed unsafe class NcclCollective : ICollective
{
    // The slowest network that is worth a GPU; what a sum may take beyond the stall time for each byte of it.
    private const double BytesPerSecondAtLeast = 50e6;
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(1);

    private readonly int _rank;
    private readonly int _size;
    private readonly int _device;
    private readonly TimeSpan _stall;
    private readonly TimeSpan _connect;
    private readonly ManualResetEventSlim _aborted = new();
    private readonly NcclId _id;
    private nint _communicator;
    private nint _stream;
    private void* _memory;
    private nuint _memoryBytes;

    /// <summary>Opens this process's side.</summary>
    /// <param name="device">Ordinal of the GPU.</param>
    /// <param name="rank">From 0.</param>
    /// <param name="size">2 or more.</param>
    /// <param name="stall">How long a small sum may take; a large one has longer.</param>
    /// <param name="connect">How long forming the group may take.</param>
    /// <exception cref="CollectiveException">NCCL refused.</exception>
    /// <exception cref="NativeLibraryMissingException">NCCL is not on this machine.</exception>
    public NcclCollective(int device, int rank, int size, TimeSpan stall, TimeSpan connect)
    {
        (_device, _rank, _size, _stall, _connect) = (device, rank, size, stall, connect);
        if (rank != 0) return;
        NcclId id;
        Require(NcclNative.ncclGetUniqueId(&id));
        _id = id;
    }

    /// <inheritdoc/>
    public byte[] AddressFor(int peer) => _rank == 0 ? MemoryMarshal.AsBytes(new ReadOnlySpan<NcclId>(in _id)).ToArray() : [];

    /// <inheritdoc/>
    /// <remarks>The group's name came over the mesh, where badges were shown: NCCL needs none of its own.</remarks>
    public void Connect(IReadOnlyList<byte[]> addresses, IReadOnlyList<Badge> badges)
    {
        RequireCuda(NcclNative.cudaSetDevice(_device));
        nint stream;
        RequireCuda(NcclNative.cudaStreamCreate(&stream));
        _stream = stream;
        var id = _rank == 0 ? _id : MemoryMarshal.Read<NcclId>(addresses[0]);

        // It blocks until all ranks are there, and cannot be called off: a thread that is given up ends with the process at the latest.
        var forming = Task.Factory.StartNew(() => Form(id), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        if (WaitHandle.WaitAny([((IAsyncResult)forming).AsyncWaitHandle, _aborted.WaitHandle], _connect) != 0)
        {
            forming.ContinueWith(
                late => NcclNative.ncclCommAbort(late.Result), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            throw new CollectiveException(
                _aborted.IsSet ? "the group was aborted while it formed" : $"NCCL formed no group within {_connect.TotalSeconds:0.###} s");
        }

        _communicator = forming.GetAwaiter().GetResult();
    }

    /// <inheritdoc/>
    public void Sum(int[] sum, IReadOnlyList<int[]> parts)
    {
        Gather(sum, parts);
        fixed (int* start = sum) AllReduce(start, sum.Length, sizeof(int), NcclNative.Int32, NcclNative.Sum);
    }

    /// <inheritdoc/>
    public void Sum(float[] sum, IReadOnlyList<float[]> parts)
    {
        Gather(sum, parts);
        fixed (float* start = sum) AllReduce(start, sum.Length, sizeof(float), NcclNative.Float32, NcclNative.Sum);
    }

    /// <inheritdoc/>
    public void Max(byte[] values)
    {
        fixed (byte* start = values) AllReduce(start, values.Length, sizeof(byte), NcclNative.Uint8, NcclNative.Max);
    }

    /// <inheritdoc/>
    public void Abort() => _aborted.Set();

    /// <summary>Ends the communicator and frees what it took on the GPU.</summary>
    public void Dispose()
    {
        if (_communicator != 0) _ = NcclNative.ncclCommDestroy(_communicator);
        if (_memory is not null) _ = NcclNative.cudaFree(_memory);
        if (_stream != 0) _ = NcclNative.cudaStreamDestroy(_stream);
        _memory = null;
        (_communicator, _stream) = (0, 0);
    }

    private static void Gather<T>(T[] sum, IReadOnlyList<T[]> parts) where T : unmanaged, INumberBase<T>
    {
        for (var each = 0; each < parts.Count; each++)
        {
            if (each == 0)
            {
                parts[0].CopyTo(sum, 0);
                continue;
            }

            var to = MemoryMarshal.Cast<T, Vector<T>>(sum.AsSpan());
            var from = MemoryMarshal.Cast<T, Vector<T>>(parts[each].AsSpan());
            for (var i = 0; i < to.Length; i++) to[i] += from[i];
            for (var i = to.Length * Vector<T>.Count; i < sum.Length; i++) sum[i] = unchecked(sum[i] + parts[each][i]);
        }
    }

    private nint Form(NcclId id)
    {
        // Belongs to the thread.
        RequireCuda(NcclNative.cudaSetDevice(_device));
        nint communicator;
        Require(NcclNative.ncclCommInitRank(&communicator, _size, id, _rank));
        return communicator;
    }

    private void AllReduce(void* values, int count, int elementBytes, int type, int operation)
    {
        if (_aborted.IsSet || _communicator == 0) throw new CollectiveException("the group was aborted");
        if (count == 0) return;
        var bytes = (nuint)count * (nuint)elementBytes;
        Reserve(bytes);
        RequireCuda(NcclNative.cudaMemcpyAsync(_memory, values, bytes, NcclNative.HostToDevice, _stream));
        Require(NcclNative.ncclAllReduce(_memory, _memory, (nuint)count, type, operation, _communicator, _stream));
        RequireCuda(NcclNative.cudaMemcpyAsync(values, _memory, bytes, NcclNative.DeviceToHost, _stream));
        Await(_stall + TimeSpan.FromSeconds(bytes / BytesPerSecondAtLeast));
    }

    private void Await(TimeSpan longest)
    {
        var start = Stopwatch.GetTimestamp();
        for (int status; (status = NcclNative.cudaStreamQuery(_stream)) != NcclNative.Success;)
        {
            if (status != NcclNative.CudaNotReady) throw GiveUp(TextOf(NcclNative.cudaGetErrorString(status)));
            int error;
            Require(NcclNative.ncclCommGetAsyncError(_communicator, &error));
            if (error is not (NcclNative.Success or NcclNative.InProgress)) throw GiveUp(TextOf(NcclNative.ncclGetErrorString(error)));
            if (_aborted.Wait(Glance)) throw GiveUp("the group was aborted");
            if (Stopwatch.GetElapsedTime(start) > longest) throw GiveUp($"a sum was not done after {longest.TotalSeconds:0.###} s");
        }
    }

    // The communicator's kernels end only by this. What was put on the stream behind them copies into the caller's memory, which is its own again
    // once this has returned.
    private CollectiveException GiveUp(string reason)
    {
        _ = NcclNative.ncclCommAbort(_communicator);
        _communicator = 0;
        _ = NcclNative.cudaStreamSynchronize(_stream);
        return new CollectiveException(reason);
    }

    private void Reserve(nuint bytes)
    {
        if (bytes <= _memoryBytes) return;
        if (_memory is not null) RequireCuda(NcclNative.cudaFree(_memory));
        _memory = null;
        _memoryBytes = 0;
        void* memory;
        RequireCuda(NcclNative.cudaMalloc(&memory, bytes));
        _memory = memory;
        _memoryBytes = bytes;
    }

    private static void Require(int status)
    {
        if (status != NcclNative.Success) throw new CollectiveException($"NCCL: {TextOf(NcclNative.ncclGetErrorString(status))}");
    }

    private static void RequireCuda(int status)
    {
        if (status != NcclNative.Success) throw new CollectiveException($"CUDA: {TextOf(NcclNative.cudaGetErrorString(status))}");
    }

    private static string TextOf(nint text) => Marshal.PtrToStringUTF8(text) ?? "an error without words";
}
