using System.Runtime.InteropServices;
using SoGar.Compute.Exchange.Mesh;
using SoGar.Compute.Native;

namespace SoGar.Compute.Exchange.Gloo;

/// <summary>A group over Gloo: a ring over TCP connections, summing segment by segment while others travel (<c>native/exchange</c>).</summary>
internal sealed unsafe class GlooCollective : ICollective
{
    private readonly int _size;
    private readonly Lock _gate = new();
    private nint _group;

    /// <summary>Opens this process's side and listens.</summary>
    /// <param name="device">Borrowed; outlives the group.</param>
    /// <param name="rank">From 0.</param>
    /// <param name="size">2 or more.</param>
    /// <param name="stall">How long a sum waits for its next bytes.</param>
    /// <param name="connect">How long connecting waits for a peer.</param>
    /// <exception cref="CollectiveException">Sockets could not be opened.</exception>
    public GlooCollective(GlooDevice device, int rank, int size, TimeSpan stall, TimeSpan connect)
    {
        _size = size;
        nint group;
        NativeError error;
        Require(GlooNative.sogar_exchange_group_open(device.Handle, rank, size, Milliseconds(stall), Milliseconds(connect), &group, &error), error);
        _group = group;
    }

    /// <inheritdoc/>
    public byte[] AddressFor(int peer)
    {
        var address = new byte[GlooNative.AddressBytes];
        NativeError error;
        fixed (byte* start = address) Require(GlooNative.sogar_exchange_group_address(_group, peer, start, &error), error);
        return address;
    }

    /// <inheritdoc/>
    public void Connect(IReadOnlyList<byte[]> addresses, IReadOnlyList<Badge> badges)
    {
        var table = new byte[_size * GlooNative.AddressBytes];
        for (var rank = 0; rank < _size; rank++) addresses[rank].CopyTo(table, rank * GlooNative.AddressBytes);
        NativeError error;
        fixed (byte* start = table)
        fixed (Badge* shown = badges.ToArray())
        {
            Require(GlooNative.sogar_exchange_group_connect(_group, start, (byte*)shown, &error), error);
        }
    }

    /// <inheritdoc/>
    public void Sum(int[] sum, IReadOnlyList<int[]> parts)
    {
        using var pinned = new PinnedArrays(parts);
        NativeError error;
        fixed (int* start = sum)
        fixed (nint* inputs = pinned.Addresses)
        {
            Require(GlooNative.sogar_exchange_sum_int32(_group, start, inputs, parts.Count, sum.Length, &error), error);
        }
    }

    /// <inheritdoc/>
    public void Sum(float[] sum, IReadOnlyList<float[]> parts)
    {
        using var pinned = new PinnedArrays(parts);
        NativeError error;
        fixed (float* start = sum)
        fixed (nint* inputs = pinned.Addresses)
        {
            Require(GlooNative.sogar_exchange_sum_float(_group, start, inputs, parts.Count, sum.Length, &error), error);
        }
    }

    /// <inheritdoc/>
    public void Max(byte[] values)
    {
        NativeError error;
        fixed (byte* start = values) Require(GlooNative.sogar_exchange_max_uint8(_group, start, values.Length, &error), error);
    }

    /// <inheritdoc/>
    public void Abort()
    {
        lock (_gate)
        {
            if (_group != 0) GlooNative.sogar_exchange_group_abort(_group);
        }
    }

    /// <summary>Closes the connections. No call may be in progress but <see cref="Abort"/>.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_group != 0) GlooNative.sogar_exchange_group_free(_group);
            _group = 0;
        }
    }

    private static int Milliseconds(TimeSpan time) => (int)Math.Clamp(time.TotalMilliseconds, 5, int.MaxValue);

    private static void Require(int status, in NativeError error)
    {
        if (status != NativeStatus.Ok) throw new CollectiveException(error.Message);
    }

    // The addresses of arrays that stay where they are until it is disposed.
    private readonly ref struct PinnedArrays : IDisposable
    {
        private readonly GCHandle[] _handles;

        public PinnedArrays(IReadOnlyList<Array> arrays)
        {
            _handles = [.. arrays.Select(array => GCHandle.Alloc(array, GCHandleType.Pinned))];
            Addresses = [.. _handles.Select(handle => handle.AddrOfPinnedObject())];
        }

        public nint[] Addresses { get; }

        public void Dispose()
        {
            foreach (var handle in _handles) handle.Free();
        }
    }
}
