using SoGar.Actors.Stores;

namespace SoGar.Actors.Tests.Journal;

public sealed class StoreLocationTests
{
    [Theory]
    [InlineData("sqlite:runs/journal.db")]
    [InlineData("postgres://sogar@db.example/runs")]
    [InlineData("postgres://db/runs")]
    [InlineData("postgres://sogar@10.0.0.1:5433/runs?schema=lab&sslmode=verify-full")]
    [InlineData("postgres://sogar@[::1]:5433/runs")]
    [InlineData("postgres://o%27hara%40lab@db/my%20runs")]
    [InlineData("postgres:///runs?host=/run/postgresql")]
    public void A_location_reads_as_it_is_shown(string text) => Assert.Equal(text, StoreLocation.Parse(text).ToString());

    [Fact]
    public void Every_part_of_a_url_has_its_place() => Assert.Equal(
        new StoreLocation.Postgres
        {
            Host = "db",
            Port = 5433,
            Database = "my runs",
            User = "o'hara",
            Password = "p@ss:word",
            Schema = "lab",
            SslMode = "require"
        },
        StoreLocation.Parse("postgresql://o%27hara:p%40ss%3Aword@db:5433/my%20runs?schema=lab&sslmode=require"));

    [Fact]
    public void A_password_is_never_shown() =>
        Assert.Equal("postgres://me@db/runs", StoreLocation.Parse("postgres://me:secret@db/runs").ToString());

    [Theory]
    [InlineData("runs/journal.db", "sqlite:PATH")]
    [InlineData("mysql://me@db/runs", "postgres://user@host/database")]
    [InlineData("sqlite:", "names no file")]
    [InlineData("postgres://me:secret@db", "names no database")]
    [InlineData("postgres://me:secret@db:port/runs", "cannot be read")]
    [InlineData("postgres://me:secret@db/runs?colour=red", "'colour'")]
    public void What_is_no_location_is_refused_with_one_that_would_be_and_without_the_password(string text, string complaint)
    {
        var refused = Assert.Throws<FormatException>(() => StoreLocation.Parse(text));

        Assert.Contains(complaint, refused.Message);
        Assert.DoesNotContain("secret", refused.Message);
    }
}
