using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using SoGar.Host.Wire;
using SoGar.Protocol;
using SoGar.Protocol.Cluster;
using SoGar.Protocol.Cluster.Messages;
using SoGar.Protocol.Ports;

namespace SoGar.Bench;

/// <summary>
/// <c>lane</c>: round trips of control messages between two processes, alone and while states flow between the same two over the same port,
/// and what the flow carries.
/// </summary>
internal static class LaneBench
{
    private const string Token = "the token of a benchmark";
    private const int StateBytes = 256 << 20;

    public static void Run(Options options)
    {
        var role = options.Text("role", "caller");
        var trips = options.Number("trips", 20_000);
        var readers = options.Number("readers", 1);
        options.RequireAllRead();
        if (role == "echo") EchoAsync().GetAwaiter().GetResult();
        else CallAsync(trips, readers).GetAwaiter().GetResult();
    }

    private static async Task CallAsync(int trips, int readers)
    {
        var echo = OwnProcess.With("lane", "--role", "echo");
        (echo.RedirectStandardOutput, echo.RedirectStandardInput) = (true, true);
        using var child = Process.Start(echo)!;
        var told = (await child.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("the other process has ended; its error is above")).Split(' ');
        var peer = new NodeAddress(new NodeId("echo", 1), told[0]);
        var state = new StateOfPeer(peer, told[1], StateBytes, 0, default, Digest.Of(State()));
        await using var node = await Node.StartAsync("caller");

        Console.WriteLine($"{trips:N0} round trips one after the other, two processes, {Environment.ProcessorCount} cores; milliseconds");
        await TripsAsync(node, peer, trips / 10);
        Report("alone", await TripsAsync(node, peer, trips));
        using var stopping = new CancellationTokenSource();
        var flow = Stopwatch.StartNew();
        var flows = Enumerable.Range(0, readers).Select(_ => Task.Factory.StartNew(() => Flow(node, state, stopping.Token), TaskCreationOptions.LongRunning))
            .ToArray();
        Report($"with {readers} flow{(readers == 1 ? "" : "s")}", await TripsAsync(node, peer, trips));
        var seconds = flow.Elapsed.TotalSeconds;
        await stopping.CancelAsync();
        var bytes = (await Task.WhenAll(flows)).Sum();
        Console.WriteLine($"states meanwhile: {bytes / seconds / 1e9:0.00} GB/s, hashed by the reader");
        child.StandardInput.Close();
        await child.WaitForExitAsync();
    }

    private static async Task<double[]> TripsAsync(Node node, NodeAddress peer, int count)
    {
        var milliseconds = new double[count];
        for (var trip = 0; trip < count; trip++)
        {
            var start = Stopwatch.GetTimestamp();
            var answered = node.Listener.Expect(trip);
            node.Lane.Send(peer, new ReportsCommitted(1, trip));
            await answered;
            milliseconds[trip] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        return milliseconds;
    }

    private static long Flow(Node node, StateOfPeer state, CancellationToken stopping)
    {
        var buffer = new byte[1 << 20];
        var bytes = 0L;
        while (!stopping.IsCancellationRequested)
        {
            using var stream = node.States.OpenAsync(state, CancellationToken.None).GetAwaiter().GetResult();
            for (var read = 1; read > 0 && !stopping.IsCancellationRequested; bytes += read) read = stream.Read(buffer);
        }

        return bytes;
    }

    private static async Task EchoAsync()
    {
        await using var node = await Node.StartAsync("echo");
        node.Listener.Answer = node.Lane;
        var state = State();
        Console.WriteLine($"{node.Lane.Self.Url} {node.States.Serve(StateBytes, stream => WriteAll(stream, state))}");
        await Console.In.ReadLineAsync();
    }

    private static void WriteAll(Stream stream, byte[] state)
    {
        for (var at = 0; at < state.Length; at += 1 << 20) stream.Write(state, at, 1 << 20);
    }

    private static byte[] State()
    {
        var state = new byte[StateBytes];
        for (var at = 0; at < state.Length; at += 4096) state[at] = (byte)(at >> 12);
        return state;
    }

    private static void Report(string name, double[] milliseconds)
    {
        Array.Sort(milliseconds);
        double At(double share) => milliseconds[(int)(share * (milliseconds.Length - 1))];
        Console.WriteLine($"{name,-14} median {At(0.5):0.000}  p90 {At(0.9):0.000}  p99 {At(0.99):0.000}  p99.9 {At(0.999):0.000}  greatest {At(1):0.00}");
    }

    private sealed class Node(NodeEndpoint endpoint, ControlLane lane, HttpStateStream states, Listener listener) : IAsyncDisposable
    {
        public ControlLane Lane => lane;

        public HttpStateStream States => states;

        public Listener Listener => listener;

        public static async Task<Node> StartAsync(string name)
        {
            var options = new WireOptions { Cluster = "bench", Token = new WireToken(Token) };
            var offers = new StateOffers(NullLogger.Instance);
            var endpoint = await NodeEndpoint.StartAsync(options, ListenAddress.Parse(ListenAddress.Default), offers);
            var lane = new ControlLane(new NodeAddress(new NodeId(name, 1), endpoint.Url), options, TimeProvider.System, NullLogger.Instance);
            var listener = new Listener();
            lane.Open(listener);
            endpoint.Serve(lane);
            return new Node(endpoint, lane, new HttpStateStream(offers, options), listener);
        }

        public async ValueTask DisposeAsync()
        {
            await lane.DisposeAsync();
            await endpoint.DisposeAsync();
            states.Dispose();
        }
    }

    private sealed class Listener : ILaneListener
    {
        private TaskCompletionSource? _expected;
        private long _number;

        public IControlLane? Answer { get; set; }

        public Task Expect(long number)
        {
            _number = number;
            _expected = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _expected.Task;
        }

        public void Hear(NodeAddress from, ControlMessage message)
        {
            if (Answer is { } lane) lane.Send(from, message);
            else if (message is ReportsCommitted committed && committed.UpTo == _number) _expected?.TrySetResult();
        }

        public void Lost(NodeId peer, PeerLoss loss, string explanation)
        {
        }
    }
}
