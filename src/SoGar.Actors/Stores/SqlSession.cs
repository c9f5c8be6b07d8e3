using System.Data.Common;
using System.Globalization;

namespace SoGar.Actors.Stores;

/// <summary>One conversation with a database, on one connection and within its transaction, if it has one.</summary>
/// <param name="connection">Borrowed.</param>
/// <param name="transaction">Borrowed; null where none is open.</param>
/// <param name="cancellation">Gives the statements up.</param>
internal sealed class SqlSession(DbConnection connection, DbTransaction? transaction, CancellationToken cancellation)
{
    /// <summary>What the clock of the store shows, to the millisecond.</summary>
    public async ValueTask<DateTimeOffset> NowAsync() =>
        DateTimeOffset.FromUnixTimeMilliseconds(await NumberAsync("SELECT sogar_now()").ConfigureAwait(false));

    /// <summary>The one number that a statement asks for.</summary>
    public async ValueTask<long> NumberAsync(string sql, params (string Name, object? Value)[] values)
    {
        await using var command = Command(sql, values);
        return Convert.ToInt64(await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false), CultureInfo.InvariantCulture);
    }

    /// <summary>The rows that a statement gives, read one by one.</summary>
    public async ValueTask<List<TRow>> RowsAsync<TRow>(string sql, Func<DbDataReader, TRow> read, params (string Name, object? Value)[] values)
    {
        await using var command = Command(sql, values);
        await using var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        var rows = new List<TRow>();
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    /// <summary>Runs a statement for what it does.</summary>
    public async ValueTask ExecuteAsync(string sql, params (string Name, object? Value)[] values)
    {
        await using var command = Command(sql, values);
        await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }

    private DbCommand Command(string sql, (string Name, object? Value)[] values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        foreach (var (name, value) in values)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
