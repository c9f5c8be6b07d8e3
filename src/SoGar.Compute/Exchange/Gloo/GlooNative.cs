using System.Runtime.InteropServices;
using SoGar.Compute.Native;

namespace SoGar.Compute.Exchange.Gloo;

/// <summary>The declarations of <c>sogar_exchange.h</c>, one to one and under their own names.</summary>
internal static unsafe partial class GlooNative
{
    /// <summary>The version of the ABI that these declarations follow.</summary>
    public const int Abi = 1;

    /// <summary>Room for one address.</summary>
    public const int AddressBytes = 256;

    [LibraryImport(NativeLibraries.Exchange)]
    public static partial int sogar_exchange_abi();

    [LibraryImport(NativeLibraries.Exchange, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int sogar_exchange_device_open(string address, nint* device, NativeError* error);

    [LibraryImport(NativeLibraries.Exchange)]
    public static partial void sogar_exchange_device_free(nint device);

    [LibraryImport(NativeLibraries.Exchange)]
    public static partial int sogar_exchange_group_open(
        nint device, int rank, int size, int stallMs, int connectMs, nint* group, NativeError* error);

    [LibraryImport(NativeLibraries.Exchange)]
    public static partial int sogar_exchange_group_address(nint group, int peer, byte* address, NativeError* error);

    [LibraryImport(NativeLibraries.Exchange)]
    public static partial int sogar_exchange_group_connect(nint group, byte* addresses, byte* badges, NativeError* error);

    [LibraryImport(NativeLibraries.Exchange)]
    public static partial int sogar_exchange_sum_int32(nint group, int* values, nint* inputs, int inputCount, long count, NativeError* error);

    [LibraryImport(NativeLibraries.Exchange)]
    public static partial int sogar_exchange_sum_float(nint group, float* values, nint* inputs, int inputCount, long count, NativeError* error);

    [LibraryImport(NativeLibraries.Exchange)]
    public static partial int sogar_exchange_max_uint8(nint group, byte* values, long count, NativeError* error);

    [LibraryImport(NativeLibraries.Exchange)]
    public static partial void sogar_exchange_group_abort(nint group);

    [LibraryImport(NativeLibraries.Exchange)]
    public static partial void sogar_exchange_group_free(nint group);
}
