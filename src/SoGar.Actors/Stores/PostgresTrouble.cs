using System.Net.Sockets;
using Npgsql;
using SoGar.Actors.Journal;

namespace SoGar.Actors.Stores;

/// <summary>Says in our words what PostgreSQL or the way to it has against us, and what to do; never the password.</summary>
internal static class PostgresTrouble
{
    /// <summary>The server ended the session of a client that was silent within a transaction; Npgsql has no name for it.</summary>
    private const string IdleInTransaction = "25P03";

    /// <summary>Whether the connection is gone, rather than a statement refused: a fresh one may do.</summary>
    public static bool IsBrokenConnection(Exception trouble) => trouble switch
    {
        PostgresException refused => refused.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown
            or PostgresErrorCodes.CannotConnectNow or IdleInTransaction || refused.SqlState.StartsWith("08", StringComparison.Ordinal),
        NpgsqlException { InnerException: IOException or SocketException } => true,
        _ => false,
    };

    /// <summary>What to throw instead, or null for what is not PostgreSQL's.</summary>
    public static Exception? Explain(Exception trouble, StoreLocation.Postgres location) => trouble switch
    {
        PostgresException refused => OfServer(refused, location),
        NpgsqlException { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } => Gone(
            location, "nothing listens there", "start the server, or check host and port", trouble),
        NpgsqlException { InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData } } or SocketException => Gone(
            location, $"the host {location.Host} is not known", "check its name", trouble),
        NpgsqlException { InnerException: TimeoutException } or TimeoutException => Gone(
            location, "it did not answer in time", "check the network and the server's load", trouble),
        NpgsqlException { InnerException: IOException or SocketException } => Gone(
            location, $"the connection broke ({trouble.InnerException!.Message})", "look at the server's log", trouble),
        NpgsqlException => Gone(location, trouble.Message, "look at the server's log", trouble),
        _ => null,
    };

    private static Exception OfServer(PostgresException refused, StoreLocation.Postgres location) => refused.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => Gone(
            location, refused.MessageText, "set PGPASSWORD, add a line to ~/.pgpass, or have the server's pg_hba.conf let the user in", refused),
        PostgresErrorCodes.InvalidCatalogName => Gone(
            location, refused.MessageText, $"make it: createdb -h {location.Host} -p {location.Port} {location.Database}", refused),
        PostgresErrorCodes.InsufficientPrivilege => Gone(
            location, refused.MessageText, $"have the database's owner run: CREATE SCHEMA {location.Schema} AUTHORIZATION <user>", refused),
        PostgresErrorCodes.ReadOnlySqlTransaction => Gone(location, refused.MessageText, "name the primary server, not a standby", refused),
        PostgresErrorCodes.DiskFull => Gone(location, refused.MessageText, "make room on the server's disk", refused),
        PostgresErrorCodes.TooManyConnections => Gone(location, refused.MessageText, "raise max_connections of the server", refused),
        PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown => Gone(
            location, refused.MessageText, "wait for it, or look at the server's log", refused),

        // Class 42: a table, a column or a function is not what this program made.
        var code when code.StartsWith("42", StringComparison.Ordinal) => new JournalUnreadableException(
            $"{location} is not as this program made it ({refused.MessageText}); restore a copy, or name another schema with ?schema=NAME", refused),
        _ => Gone(location, $"{refused.MessageText} (SQLSTATE {refused.SqlState})", "look at the server's log", refused),
    };

    private static JournalUnavailableException Gone(StoreLocation.Postgres location, string what, string remedy, Exception cause) =>
        new($"the store {location} cannot be used now: {what}; {remedy}", cause);
}
