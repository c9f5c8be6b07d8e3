namespace SoGar.Actors.Stores;

/// <summary>Where a store is; says so without any password.</summary>
public abstract record StoreLocation
{
    private StoreLocation()
    {
    }

    /// <summary>A file on a local disk, for all processes of one machine.</summary>
    /// <param name="Path">The file; made where it is not there, in a folder that is.</param>
    public sealed record Sqlite(string Path) : StoreLocation
    {
        /// <inheritdoc/>
        public override string ToString() => $"sqlite:{Path}";
    }

    /// <summary>A PostgreSQL database, for many machines.</summary>
    public sealed record Postgres : StoreLocation
    {
        /// <summary>Host name or address; a folder where it begins with a slash: that of a server's Unix socket.</summary>
        public required string Host { get; init; }

        /// <summary>The port, 5432 unless it says otherwise.</summary>
        public int Port { get; init; } = 5432;

        /// <summary>The database.</summary>
        public required string Database { get; init; }

        /// <summary>The user, or null for PGUSER or the name of the operating system's user.</summary>
        public string? User { get; init; }

        /// <summary>The password, or null for PGPASSWORD or the passfile (PGPASSFILE, ~/.pgpass). Never shown.</summary>
        public string? Password { get; init; }

        /// <summary>The schema that the tables are in; made where it is not there.</summary>
        public string Schema { get; init; } = "sogar";

        /// <summary>How TLS is used: disable, allow, prefer, require, verify-ca or verify-full; null for PGSSLMODE, or prefer.</summary>
        public string? SslMode { get; init; }

        /// <inheritdoc/>
        public override string ToString()
        {
            var user = User is null ? "" : $"{Uri.EscapeDataString(User)}@";
            var isSocket = Host.StartsWith('/');
            var host = isSocket ? "" : Host.Contains(':') ? $"[{Host}]" : Host;
            var options = string.Join('&', new[]
            {
                isSocket ? $"host={Host}" : null,
                Schema == "sogar" ? null : $"schema={Schema}",
                SslMode is null ? null : $"sslmode={SslMode}",
            }.OfType<string>());
            return $"postgres://{user}{host}{(Port == 5432 ? "" : $":{Port}")}/{Uri.EscapeDataString(Database)}{(options.Length > 0 ? $"?{options}" : "")}";
        }
    }

    /// <summary>Reads <c>sqlite:PATH</c> or <c>postgres://user@host:port/database?schema=s&amp;sslmode=m</c>.</summary>
    /// <exception cref="FormatException">It is neither; the message says what would work, and shows no password.</exception>
    public static StoreLocation Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.StartsWith("sqlite:", StringComparison.Ordinal))
        {
            var path = text["sqlite:".Length..];
            return path.Length > 0 ? new Sqlite(path) : throw new FormatException($"'{text}' names no file; sqlite:runs/journal.db would do");
        }

        // The text itself is not repeated from here on: it may hold a password.
        return text.StartsWith("postgres://", StringComparison.Ordinal) || text.StartsWith("postgresql://", StringComparison.Ordinal)
            ? Uri.TryCreate(text, UriKind.Absolute, out var url) ? OfUrl(url) : throw new FormatException(
                "the store's URL cannot be read; write postgres://user@host:port/database, with %-escapes for special letters")
            : throw new FormatException("a store is sqlite:PATH or postgres://user@host/database");
    }

    private static Postgres OfUrl(Uri url)
    {
        var options = url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair.Length > 1 ? Uri.UnescapeDataString(pair[1]) : "", StringComparer.Ordinal);
        if (options.Keys.FirstOrDefault(key => key is not ("schema" or "sslmode" or "host")) is { } unknown)
            throw new FormatException($"'{unknown}' is no option of a store's URL; there are schema, sslmode and host");

        var database = Uri.UnescapeDataString(url.AbsolutePath.TrimStart('/'));
        if (database.Length == 0) throw new FormatException("the store's URL names no database; write postgres://user@host/database");
        var identity = url.UserInfo.Split(':', 2);
        return new Postgres
        {
            Host = options.GetValueOrDefault("host") ?? (url.Host.Length > 0 ? url.Host.Trim('[', ']') : "localhost"),
            Port = url.Port > 0 ? url.Port : 5432,
            Database = database,
            User = identity[0].Length > 0 ? Uri.UnescapeDataString(identity[0]) : null,
            Password = identity.Length > 1 ? Uri.UnescapeDataString(identity[1]) : null,
            Schema = options.GetValueOrDefault("schema") ?? "sogar",
            SslMode = options.GetValueOrDefault("sslmode"),
        };
    }
}
