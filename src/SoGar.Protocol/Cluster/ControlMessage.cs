namespace SoGar.Protocol.Cluster;

/// <summary>
/// What the nodes of a run say to each other on the control lane: small, plain and immutable. Tensors never travel here; handles, sizes and
/// digests do. Each has a protobuf message of the same name.
/// </summary>
public abstract record ControlMessage;
