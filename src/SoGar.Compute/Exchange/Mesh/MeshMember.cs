using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using SoGar.Protocol.Ports;

namespace SoGar.Compute.Exchange.Mesh;

/// <summary>A member of a generation with its endpoint read.</summary>
/// <param name="Rank">Its place among the members.</param>
/// <param name="Member">As the supervisor named it.</param>
/// <param name="Address">Where it is dialled.</param>
/// <param name="Badge">By which it knows that it was meant.</param>
internal sealed record MeshMember(int Rank, ExchangeMember Member, IPEndPoint Address, Badge Badge)
{
    /// <summary>For messages: <c>north#2 (trainer 0, trainer 1)</c>.</summary>
    public string Name { get; } = $"{Member.Node} ({string.Join(", ", Member.Trainers)})";

    /// <summary>What a process offers.</summary>
    public static ExchangeEndpoint EndpointOf(IPEndPoint address, Badge badge) => new($"{address}/{badge}");

    /// <summary>Reads the endpoints of all members.</summary>
    /// <exception cref="ArgumentException">One is not of this fabric, is there twice, or its node has no trainers.</exception>
    public static MeshMember[] Read(IReadOnlyList<ExchangeMember> members)
    {
        if (members.DistinctBy(member => member.Endpoint).Count() != members.Count)
            throw new ArgumentException($"a member is there twice among {string.Join(", ", members.Select(member => member.Node))}", nameof(members));
        return [.. members.Select((member, rank) => Read(member, rank))];
    }

    /// <summary>A number that differs where the members or their order do.</summary>
    public static ulong Fingerprint(IEnumerable<MeshMember> members)
    {
        var text = string.Join('\n', members.Select(member => $"{member.Name} {member.Member.Endpoint.Text}"));
        return BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private static MeshMember Read(ExchangeMember member, int rank)
    {
        var parts = member.Endpoint.Text.Split('/');
        if (parts.Length != 2 || !IPEndPoint.TryParse(parts[0], out var address) || !Badge.TryParse(parts[1], out var badge))
            throw new ArgumentException(
                $"{member.Node} takes part at '{member.Endpoint}', which is no endpoint of this exchange (address:port/badge)", nameof(member));
        if (member.Trainers.IsDefaultOrEmpty)
            throw new ArgumentException($"{member.Node} takes part without trainers", nameof(member));
        return new MeshMember(rank, member, address, badge);
    }
}
