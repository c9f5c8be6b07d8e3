using SoGar.Compute.Exchange.Mesh;

namespace SoGar.Compute.Exchange;

/// <summary>
/// Adds arrays over the processes of a group: Gloo's, NCCL's. Used by one thread, but for <see cref="Abort"/>. Who gets an exception aborts or disposes it,
/// so that those who wait for it in turn are told.
/// </summary>
internal interface ICollective : IDisposable
{
    /// <summary>What <paramref name="peer"/> needs to connect to this process; the mesh carries it.</summary>
    byte[] AddressFor(int peer);

    /// <summary>Connects to all peers.</summary>
    /// <param name="addresses">What each gave for this process, in order of rank; this process's own is not read.</param>
    /// <param name="badges">The badge of each, in order of rank.</param>
    /// <exception cref="CollectiveException">A peer did not connect in time, or does not know the badge.</exception>
    void Connect(IReadOnlyList<byte[]> addresses, IReadOnlyList<Badge> badges);

    /// <summary>
    /// Makes <paramref name="sum"/> the sum, wrapping around, over all processes of their <paramref name="parts"/>; of <paramref name="sum"/> itself where
    /// there are none.
    /// </summary>
    /// <exception cref="CollectiveException">The group broke; the sum means nothing then.</exception>
    void Sum(int[] sum, IReadOnlyList<int[]> parts);

    /// <summary>The same for floats, in an order that depends on the number of processes.</summary>
    /// <exception cref="CollectiveException">The group broke; the sum means nothing then.</exception>
    void Sum(float[] sum, IReadOnlyList<float[]> parts);

    /// <summary>Makes each byte the greatest that any process has.</summary>
    /// <exception cref="CollectiveException">The group broke; the values mean nothing then.</exception>
    void Max(byte[] values);

    /// <summary>Ends a call in progress and all later ones. From any thread.</summary>
    void Abort();
}

/// <summary>A group of processes broke, or could not be formed.</summary>
internal sealed class CollectiveException(string message, Exception? cause = null) : Exception(message, cause);
