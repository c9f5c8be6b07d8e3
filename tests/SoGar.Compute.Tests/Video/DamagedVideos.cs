using SoGar.Protocol.Chance;

namespace SoGar.Compute.Tests.Video;

/// <summary>Damages good files in the ways in which disks, networks and other programs do. What is done depends on the key alone.</summary>
internal static class DamagedVideos
{
    public const int KindCount = 8;

    public static string Kind(int key) => (key % KindCount) switch
    {
        0 => "one bit flipped",
        1 => "many bits flipped",
        2 => "cut short",
        3 => "header overwritten",
        4 => "a stretch of zeros",
        5 => "a stretch of noise",
        6 => "a stretch left out",
        _ => "two parts exchanged",
    };

    public static byte[] Damage(byte[] good, int key)
    {
        var random = KeyedRandom.For(2, Purpose.Test, key);
        var bytes = good.ToArray();
        var start = random.NextInt(bytes.Length);
        var length = Math.Min(1 + random.NextInt(Math.Max(bytes.Length / 8, 1)), bytes.Length - start);
        switch (key % KindCount)
        {
            case 0:
                bytes[start] ^= (byte)(1 << random.NextInt(8));
                return bytes;
            case 1:
                for (var flip = 0; flip < 40; flip++)
                    bytes[random.NextInt(bytes.Length)] ^= (byte)(1 << random.NextInt(8));
                return bytes;
            case 2:
                return bytes[..start];
            case 3:
                Fill(bytes.AsSpan(random.NextInt(64), Math.Min(4 + random.NextInt(60), bytes.Length - 64)), random);
                return bytes;
            case 4:
                bytes.AsSpan(start, length).Clear();
                return bytes;
            case 5:
                Fill(bytes.AsSpan(start, length), random);
                return bytes;
            case 6:
                return [.. bytes[..start], .. bytes[(start + length)..]];
            default:
                return [.. bytes[start..], .. bytes[..start]];
        }
    }

    private static void Fill(Span<byte> bytes, KeyedRandom random)
    {
        foreach (ref var value in bytes)
            value = (byte)random.NextUInt64();
    }
}
