using System.Data.Common;
using SoGar.Actors.Journal;
using SoGar.Actors.Stores;
using SoGar.Protocol.Cluster;

namespace SoGar.Actors.Cluster;

/// <summary>Membership in an SQL database, where the leases of supervisors are too.</summary>
/// <param name="database">Borrowed.</param>
internal sealed class SqlMembershipStore(SqlDatabase database) : IMembershipStore
{
    private const string Columns =
        "name, incarnation, control_url, exchange_address, profile, trainers, devices, state, explanation, is_drain_asked, joined_at, heard_at, sogar_now()";

    /// <inheritdoc/>
    public ValueTask<Member> JoinAsync(string name, NodeOffer offer, CancellationToken cancellation = default) =>
        database.WriteAsync([KeyOf(name)], async session =>
        {
            var joined = MembershipRules.Join(
                await FindAsync(session, name).ConfigureAwait(false), name, offer, await session.NowAsync().ConfigureAwait(false));
            await WriteAsync(session, joined).ConfigureAwait(false);
            return joined;
        }, cancellation);

    /// <inheritdoc/>
    public ValueTask<MembershipOutcome> HeartbeatAsync(NodeId node, NodeState state, CancellationToken cancellation = default) =>
        DecideAsync(node.Name, async (known, session) =>
            MembershipRules.Heartbeat(known, node, state, await session.NowAsync().ConfigureAwait(false)), cancellation);

    /// <inheritdoc/>
    public ValueTask<MembershipOutcome> LeaveAsync(NodeId node, CancellationToken cancellation = default) =>
        DecideAsync(node.Name, async (known, session) =>
            MembershipRules.Leave(known, node, await session.NowAsync().ConfigureAwait(false)), cancellation);

    /// <inheritdoc/>
    public ValueTask<MembershipOutcome> MarkLostAsync(NodeId node, string reason, Lease supervisor, CancellationToken cancellation = default) =>
        DecideAsync(node.Name, async (known, session) =>
        {
            var record = await SqlLeaseStore.FindAsync(session, supervisor.Name).ConfigureAwait(false);
            return MembershipRules.MarkLost(known, node, reason, LeaseRules.IsHeld(record, supervisor));
        }, cancellation, SqlLeaseStore.KeyOf(supervisor.Name));

    /// <inheritdoc/>
    public ValueTask<MembershipOutcome> AskToDrainAsync(string name, string reason, CancellationToken cancellation = default) =>
        DecideAsync(name, (known, _) => ValueTask.FromResult(MembershipRules.AskToDrain(known, name, reason)), cancellation);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Member>> ListAsync(CancellationToken cancellation = default) => await database.ReadAsync(
        session => session.RowsAsync($"SELECT {Columns} FROM node ORDER BY name", MemberOf), cancellation).ConfigureAwait(false);

    private ValueTask<MembershipOutcome> DecideAsync(
        string name, Func<Member?, SqlSession, ValueTask<MembershipOutcome>> decide, CancellationToken cancellation, params IEnumerable<string> otherKeys) =>
        database.WriteAsync([KeyOf(name), .. otherKeys], async session =>
        {
            var outcome = await decide(await FindAsync(session, name).ConfigureAwait(false), session).ConfigureAwait(false);
            if (outcome is MembershipOutcome.Accepted accepted) await WriteAsync(session, accepted.Member).ConfigureAwait(false);
            return outcome;
        }, cancellation);

    private static string KeyOf(string name) => $"node/{name}";

    private static async ValueTask<Member?> FindAsync(SqlSession session, string name)
    {
        var rows = await session.RowsAsync($"SELECT {Columns} FROM node WHERE name = @name", MemberOf, ("name", name)).ConfigureAwait(false);
        return rows is [var member] ? member : null;
    }

    private static Member MemberOf(DbDataReader row)
    {
        var heardAt = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(11));
        return new Member(
            new NodeId(row.GetString(0), row.GetInt64(1)),
            new NodeOffer(row.GetString(2), row.GetString(3), row.GetString(4), row.GetInt32(5), row.GetString(6)),
            Enum.Parse<NodeState>(row.GetString(7), ignoreCase: true),
            row.GetString(8),
            row.GetInt32(9) != 0,
            DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(10)),
            heardAt,
            DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(12)) - heardAt);
    }

    private static ValueTask WriteAsync(SqlSession session, Member member) => session.ExecuteAsync(
        """
        INSERT INTO node (name, incarnation, control_url, exchange_address, profile, trainers, devices, state, explanation, is_drain_asked, joined_at, heard_at)
        VALUES (@name, @incarnation, @control_url, @exchange_address, @profile, @trainers, @devices, @state, @explanation, @is_drain_asked, @joined_at, @heard_at)
        ON CONFLICT (name) DO UPDATE SET
            incarnation = excluded.incarnation, control_url = excluded.control_url, exchange_address = excluded.exchange_address,
            profile = excluded.profile, trainers = excluded.trainers, devices = excluded.devices, state = excluded.state,
            explanation = excluded.explanation, is_drain_asked = excluded.is_drain_asked, joined_at = excluded.joined_at, heard_at = excluded.heard_at
        """,
        ("name", member.Node.Name), ("incarnation", member.Node.Incarnation), ("control_url", member.Offer.ControlUrl),
        ("exchange_address", member.Offer.ExchangeAddress), ("profile", member.Offer.Profile), ("trainers", member.Offer.Trainers),
        ("devices", member.Offer.Devices), ("state", member.State.ToString().ToLowerInvariant()), ("explanation", member.Explanation),
        ("is_drain_asked", member.IsDrainAsked ? 1 : 0), ("joined_at", member.JoinedAt.ToUnixTimeMilliseconds()),
        ("heard_at", member.HeardAt.ToUnixTimeMilliseconds()));
}
