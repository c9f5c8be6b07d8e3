using SoGar.Protocol.Cluster;
using SoGar.Protocol.Ports;

namespace SoGar.Compute.Training;

/// <summary>What ties the devices of a node to those of its peers.</summary>
/// <param name="Self">This process.</param>
/// <param name="Exchange">Sums with peers; the devices' from now on.</param>
/// <param name="States">Carries states to and from peers; borrowed.</param>
public sealed record NodeLinks(NodeAddress Self, IExchangeFabric Exchange, IStateStream States);
