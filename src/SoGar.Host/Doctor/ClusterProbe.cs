using Microsoft.Extensions.Logging.Abstractions;
using SoGar.Actors.Journal;
using SoGar.Actors.Stores;
using SoGar.Host.Cluster;
using SoGar.Host.Running;
using SoGar.Host.Wire;

namespace SoGar.Host.Doctor;

/// <summary>Looks at what a node of a cluster needs: a store that answers, a port to listen on, a proof of belonging.</summary>
internal static class ClusterProbe
{
    /// <summary>Opens what a node would open, and closes it again.</summary>
    /// <param name="runs">With the store.</param>
    /// <param name="listen">As <c>--listen</c> has it.</param>
    /// <param name="clock">Of a store that is a file.</param>
    public static async Task<IReadOnlyList<Finding>> LookAsync(RunsFolder runs, string listen, TimeProvider clock)
    {
        var store = await StoreAsync(runs, clock);
        var (token, certificates, proof) = Proof(runs.Store);
        using (certificates)
            return [store, proof, await PortAsync(listen, token, certificates)];
    }

    private static async Task<Finding> StoreAsync(RunsFolder runs, TimeProvider clock)
    {
        var location = runs.Store;
        // Looking must not make a folder of runs.
        if (location is StoreLocation.Sqlite file && !File.Exists(file.Path)) return new("store", Health.Good, $"{location} will be made by the first run");
        try
        {
            await using var store = await runs.OpenExistingStoreAsync(clock);
            var present = (await store.Members.ListAsync()).Where(member => member.IsPresent).Select(member => $"{member.Node}").ToList();
            return new("store", Health.Good, $"{location} answers; {(present.Count == 0 ? "no nodes are present" : $"present: {string.Join(", ", present)}")}");
        }
        catch (Exception trouble) when (trouble is JournalUnavailableException or JournalUnreadableException)
        {
            return new("store", Health.Missing, $"{location} cannot be used", trouble.Message);
        }
    }

    private static (WireToken? Token, WireCertificates? Certificates, Finding Finding) Proof(StoreLocation store)
    {
        if (store is StoreLocation.Sqlite file && !File.Exists(file.Path))
            return (new WireToken(WireToken.Generate()), null, new("cluster token", Health.Good, "made with the store"));
        try
        {
            var (token, certificates) = ClusterCredentials.Find(store, Environment.GetEnvironmentVariable);
            return (token, certificates, new("cluster token", Health.Good, (token, certificates) switch
            {
                (null, _) => "certificates in its place",
                (_, null) => "there; connections are in the clear, which is for networks that you trust",
                _ => "there, and certificates",
            }));
        }
        catch (WireConfigurationException flaw)
        {
            return (null, null, new("cluster token", store is StoreLocation.Sqlite ? Health.Missing : Health.Fair, "none", flaw.Message));
        }
    }

    private static async Task<Finding> PortAsync(string listen, WireToken? token, WireCertificates? certificates)
    {
        try
        {
            var options = new WireOptions { Cluster = "doctor", Token = token ?? new WireToken(WireToken.Generate()), Certificates = certificates };
            await using var endpoint = await NodeEndpoint.StartAsync(options, ListenAddress.Parse(listen), new StateOffers(NullLogger.Instance));
            return new("node port", Health.Good, $"a node could listen at {listen} and be spoken to at {endpoint.Url}");
        }
        catch (WireConfigurationException flaw)
        {
            return new("node port", Health.Missing, $"a node cannot listen at {listen}", flaw.Message);
        }
    }
}
