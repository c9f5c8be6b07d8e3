using System.Text.Json;
using SoGar.Actors.Stores;

namespace SoGar.Scenarios.Cluster;

/// <summary>Small videos, and what an undisturbed run of them ends with: made once, since every scenario is held against it.</summary>
public sealed class ClusterStage : IAsyncLifetime
{
    /// <summary>Steps of every scenario's run: a few seconds, unless it is slowed down for something to happen in the middle of it.</summary>
    public const int Steps = 60;

    /// <summary>Settings of every scenario's run.</summary>
    public static readonly string[] Settings = [$"steps={Steps}", "checkpoint.every=10", "checkpoint.keep=4", "cluster.gather=60s"];

    private readonly TinyVideos _videos = new();
    private string _undisturbed = "";

    internal string Folder => _videos.Folder;

    public async ValueTask InitializeAsync()
    {
        await _videos.InitializeAsync();
        _undisturbed = DigestOf((await SogarProcess.RunAsync(Folder, ["pretrain", "tiny", "--name", "undisturbed", "--json", .. Settings])).Succeeded().Json);
    }

    public ValueTask DisposeAsync() => _videos.DisposeAsync();

    /// <summary>Starts a run over nodes at the store of this folder.</summary>
    internal UpProcess Up(string run, int nodes, params IEnumerable<string> more) => Up(run, nodes, new Dictionary<string, string>(), more);

    /// <summary>The same with environment variables for its nodes.</summary>
    internal UpProcess Up(string run, int nodes, IReadOnlyDictionary<string, string> environment, params IEnumerable<string> more) =>
        UpProcess.Start(Folder, run, nodes, LocalStore, environment, [.. Settings, .. more]);

    internal StoreLocation LocalStore => new StoreLocation.Sqlite(LocalStorePath);

    internal string LocalStorePath => Path.Combine(Folder, "runs/journal.db");

    /// <summary>Fails unless the run ended with the digests of the undisturbed one, all its steps done (G5).</summary>
    internal void RequireUndisturbed(JsonElement summary)
    {
        Assert.Equal("finished", summary.GetProperty("status").GetString());
        Assert.Equal(Steps, summary.GetProperty("steps").GetInt64());
        Assert.Equal(_undisturbed, DigestOf(summary));
    }

    /// <summary>Recoveries as <c>up --json</c> tells them.</summary>
    internal static IReadOnlyList<(string Cause, long StepsLost)> RecoveriesOf(JsonElement summary) =>
        [.. summary.GetProperty("recoveries").EnumerateArray()
            .Select(one => (one.GetProperty("cause").GetString()!, one.GetProperty("steps_lost").GetInt64()))];

    private static string DigestOf(JsonElement summary) => summary.GetProperty("digest").ToString();
}

/// <summary>One after the other: each has several processes of its own.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ClusterScenarios : ICollectionFixture<ClusterStage>
{
    public const string Name = "cluster scenarios";
}
