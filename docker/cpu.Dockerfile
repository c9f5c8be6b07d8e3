# syntax=docker/dockerfile:1
# SoGar Actors for CPUs: Debian 12 with its libtorch 1.13, OpenBLAS (OpenMP) and FFmpeg 5.1.
#
#   docker build -f docker/cpu.Dockerfile -t sogar .
#   docker run --rm -it -v "$PWD/data:/srv/sogar/data" -v "$PWD/runs:/srv/sogar/runs" sogar demo

# Managed code runs on any glibc, so it is built where the SDK is; .NET 10 has no Debian images.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS managed
WORKDIR /source
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY hocon hocon
COPY src src
RUN dotnet publish src/SoGar.Host -c Release -o /host -p:PublishReadyToRun=true --nologo -v q

# Native code is built on the Debian that it runs on.
FROM debian:12 AS native
RUN apt-get update -qq \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
      libtorch-dev libgloo-dev libopenblas0-openmp libavformat-dev libavcodec-dev libavutil-dev libswscale-dev cmake g++ make pkg-config \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY native native
RUN cmake -S native -B build/native-cmake -DCMAKE_BUILD_TYPE=Release -DSOGAR_TESTS=OFF \
 && cmake --build build/native-cmake --parallel

FROM debian:12-slim
RUN apt-get update -qq \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
      ca-certificates libtorch1.13 libgloo0 libopenblas0-openmp libavformat59 libavcodec59 libavutil57 libswscale6 ffmpeg \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --create-home --uid 1000 sogar \
 && install -d -o sogar -g sogar /srv/sogar /srv/sogar/data /srv/sogar/runs
COPY --from=mcr.microsoft.com/dotnet/aspnet:10.0 /usr/share/dotnet /usr/share/dotnet
COPY --from=managed /host /opt/sogar/host
COPY --from=native /source/build/native /opt/sogar/host
COPY hocon /opt/sogar/hocon

USER sogar
WORKDIR /srv/sogar
VOLUME ["/srv/sogar/data", "/srv/sogar/runs"]
# A run drains on SIGTERM: it finishes its step and writes a checkpoint, so give it time (docker stop --time 120).
STOPSIGNAL SIGTERM
ENTRYPOINT ["/usr/share/dotnet/dotnet", "/opt/sogar/host/sogar.dll"]
CMD ["--help"]
