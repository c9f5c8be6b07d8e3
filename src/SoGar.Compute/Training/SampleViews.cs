using System.Collections.Immutable;
using SoGar.Compute.Video;
using SoGar.Protocol.Shards;

namespace SoGar.Compute.Training;

/// <summary>How the views of one sample of a shard came about: what a loss needs that looks at places or times within them.</summary>
/// <param name="Draw">The use of the sample that keys its draws; where another stands in for it, the one that was meant.</param>
/// <param name="Clip">The video that was read, with its boxes.</param>
/// <param name="Plans">A plan per view, in the order of the views' numbers.</param>
public sealed record SampleViews(SampleDraw Draw, ClipFacts Clip, ImmutableArray<ViewPlan> Plans);
