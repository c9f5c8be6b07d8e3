using SoGar.Host.Wire;
using SoGar.Protocol;
using SoGar.Protocol.Cluster.Messages;

namespace SoGar.Host.Tests.Wire;

public sealed class HttpStateStreamTests
{
    private static readonly byte[] State = [.. Enumerable.Range(0, 3_000_000).Select(index => (byte)(index * 7 + index / 251))];

    [Fact]
    public async Task A_state_arrives_as_it_was_written()
    {
        await using var donor = await WirePeer.StartAsync("donor");
        await using var taker = await WirePeer.StartAsync("taker");

        using var stream = await taker.States.OpenAsync(Offer(donor, out_ => out_.Write(State)), default);

        Assert.Equal(State, ReadAll(stream));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_500_000)]
    [InlineData(2_999_999)]
    public async Task A_bit_that_flips_on_the_way_fails_the_read_and_names_the_donor(int at)
    {
        await using var donor = await WirePeer.StartAsync("donor");
        await using var taker = await WirePeer.StartAsync("taker");
        using var stream = await taker.States.OpenAsync(Offer(donor, out_ => new FlippingStream(out_, at).Write(State)), default);

        var failure = Assert.Throws<InvalidDataException>(() => ReadAll(stream));

        Assert.Contains("donor#1", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ticket_that_was_not_given_opens_nothing_and_is_not_repeated()   // G8
    {
        await using var donor = await WirePeer.StartAsync("donor");
        await using var taker = await WirePeer.StartAsync("taker");
        var offer = Offer(donor, out_ => out_.Write(State));
        var guessed = new string('0', 64);

        var failure = await Assert.ThrowsAsync<IOException>(() => taker.States.OpenAsync(offer with { Path = $"{WirePaths.State}/{guessed}" }, default));

        Assert.Contains("donor#1", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(guessed, donor.Log.Text + failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_state_that_was_withdrawn_cannot_be_fetched()
    {
        await using var donor = await WirePeer.StartAsync("donor");
        await using var taker = await WirePeer.StartAsync("taker");
        var offer = Offer(donor, out_ => out_.Write(State));

        donor.States.Withdraw(offer.Path);

        await Assert.ThrowsAsync<IOException>(() => taker.States.OpenAsync(offer, default));
    }

    [Fact]
    public async Task A_donor_that_stops_halfway_is_named()
    {
        await using var donor = await WirePeer.StartAsync("donor");
        await using var taker = await WirePeer.StartAsync("taker");
        var offer = Offer(donor, out_ =>
        {
            out_.Write(State.AsSpan(0, 1_000_000));
            throw new IOException("the device is lost");
        });

        var failure = await Assert.ThrowsAsync<IOException>(async () =>
        {
            using var stream = await taker.States.OpenAsync(offer, default);
            ReadAll(stream);
        });

        Assert.Contains("donor#1", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_readers_are_served_at_once()
    {
        await using var donor = await WirePeer.StartAsync("donor");
        await using var taker = await WirePeer.StartAsync("taker");
        var offer = Offer(donor, out_ => out_.Write(State));

        var streams = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => taker.States.OpenAsync(offer, default)));

        foreach (var stream in streams)
        {
            using (stream) Assert.Equal(State, ReadAll(stream));
        }
    }

    private static StateOfPeer Offer(WirePeer donor, Action<Stream> write) =>
        new(donor.Address, donor.States.Serve(State.Length, write), State.Length, Done: 7, default, Digest.Of(State));

    private static byte[] ReadAll(Stream stream)
    {
        var bytes = new byte[State.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
