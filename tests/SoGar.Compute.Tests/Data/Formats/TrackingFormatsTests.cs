using SoGar.Compute.Data;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Tests.Data.Formats;

/// <summary>OTB2015 and GOT-10k.</summary>
public sealed class TrackingFormatsTests(NumberedMedia media) : IClassFixture<NumberedMedia>
{
    [Fact]
    public void Boxes_count_from_zero_whatever_stands_between_their_numbers()
    {
        using var set = Otb("Biker", "1,2,3,4|2\t3\t4\t5|3 4 5 6|4, 5,\t6 7");

        var sample = Assert.Single(set.Open().Samples);

        Assert.Equal([Box.OfCorner(0, 1, 3, 4), Box.OfCorner(1, 2, 4, 5), Box.OfCorner(2, 3, 5, 6), Box.OfCorner(3, 4, 6, 7)], sample.Annotation!.Target);
        Assert.Equal([0, 1, 2, 3], FormatCase.NumbersOf(sample));
        Assert.Equal(Split.Test, sample.Split);
    }

    [Fact]
    public void A_sequence_with_two_targets_is_two_samples_of_the_same_images()
    {
        using var set = new FormatCase(media, DataFormat.Otb2015).Images("Jogging/img", "", 4, 1, 2)
            .Text("Jogging/groundtruth_rect.1.txt", "1,1,5,5|2,2,5,5").Text("Jogging/groundtruth_rect.2.txt", "9,9,5,5|8,8,5,5");

        var samples = set.Open().Samples;

        Assert.Equal(["Jogging.1", "Jogging.2"], samples.Select(sample => sample.Id));
        Assert.Equal(samples[0].Source, samples[1].Source);
        Assert.Equal(8, samples[1].Annotation!.Target[0].X1);
    }

    [Fact]
    public void A_sequence_with_a_window_begins_where_it_says()
    {
        // Freeman4's window begins at the first image; BlurCar3's at the third.
        var boxes = string.Join('|', Enumerable.Range(1, 357).Select(frame => $"{frame},1,5,5"));
        using var set = new FormatCase(media, DataFormat.Otb2015).Text("BlurCar3/groundtruth_rect.txt", boxes).Images("BlurCar3/img", "", 4, 1, 10);
        foreach (var frame in Enumerable.Range(11, 349)) File.Copy(media.Image(79), Path.Combine(set.Root, "BlurCar3/img", $"{frame:D4}.jpg"));

        var sample = Assert.Single(set.Open().Samples);

        Assert.Equal((3, 357), (sample.Source.Images!.First, sample.Source.Images.Count));
        Assert.Equal([2, 3], FormatCase.NumbersOf(sample)[..2]);
    }

    [Theory]
    [InlineData("1,2,3", "groundtruth_rect.txt, line 2: '1,2,3'; expected four numbers")]
    [InlineData("1,2,NaN,4", "groundtruth_rect.txt, line 2: ")]
    [InlineData("1,2,-3,4", "w and h not below 0")]
    [InlineData("1,2,3,4|1,2,3,4|1,2,3,4|1,2,3,4", "no file 'Biker/img/0005.jpg'")]
    public void A_malformed_sequence_of_Otb_is_named(string lines, string reason)
    {
        using var set = Otb("Biker", $"1,2,3,4|{lines}");

        Assert.Contains(reason, set.OnlyComplaint());
    }

    [Fact]
    public void A_window_with_another_number_of_boxes_is_refused()
    {
        using var set = Otb("Diving", "1,2,3,4");

        Assert.Contains("1 boxes for the frames 1 to 215", set.OnlyComplaint());
    }

    [Fact]
    public void Got10k_reads_parts_and_single_boxes_of_the_test_part()
    {
        using var set = Got();

        var samples = set.Open().Samples;

        Assert.Equal([("train/GOT-10k_Train_000001", Split.Train, 3), ("test/GOT-10k_Test_000001", Split.Test, 4)],
            samples.Select(sample => (sample.Id, sample.Split, sample.Source.Images!.Count)));
        Assert.Equal(Box.OfCorner(1.5, 2.25, 30, 40), samples[0].Annotation!.Target[0]);
        Assert.Single(samples[1].Annotation!.Target);
    }

    [Theory]
    [InlineData("1,2,3,4|1,2,3,4", "2 boxes, but there is an image 00000003.jpg")]
    [InlineData("1,2,3,4|1,2,3,4|1,2,3,4|1,2,3,4", "no file 'train/GOT-10k_Train_000001/00000004.jpg'")]
    [InlineData("1,2,3,4|1;2;3;4|1,2,3,4", "line 2: '1;2;3;4'; expected four numbers")]
    public void A_malformed_sequence_of_Got10k_is_named(string boxes, string reason)
    {
        using var set = Got().Text("train/GOT-10k_Train_000001/groundtruth.txt", boxes);

        Assert.Contains(reason, string.Join('\n', set.Check().Complaints));
    }

    private FormatCase Otb(string sequence, string boxes) =>
        new FormatCase(media, DataFormat.Otb2015).Text($"{sequence}/groundtruth_rect.txt", boxes).Images($"{sequence}/img", "", 4, 1, 4);

    private FormatCase Got() => new FormatCase(media, DataFormat.Got10k)
        .Text("train/GOT-10k_Train_000001/groundtruth.txt", "1.5,2.25,30,40|2,3,30,40|3,4,30,40").Images("train/GOT-10k_Train_000001", "", 8, 1, 3)
        .Text("test/GOT-10k_Test_000001/groundtruth.txt", "1,2,3,4").Images("test/GOT-10k_Test_000001", "", 8, 1, 4);
}
