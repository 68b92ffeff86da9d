FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
# ReadyToRun: compiled here, as far as it goes, so that a cold worker answers sooner and its first messages cost less.
RUN dotnet publish src/Wallet.Worker -c Release -o /app/worker --use-current-runtime --no-self-contained -p:UseAppHost=false -p:PublishReadyToRun=true \
  && dotnet publish src/Wallet.Gateway -c Release -o /app/gateway --no-self-contained -p:UseAppHost=false

# docker build --target gateway .
FROM mcr.microsoft.com/dotnet/aspnet:10.0 AS gateway
WORKDIR /app
COPY --from=build /app/gateway .
USER $APP_UID
# All interfaces of the container; which of the host's it is published on is for whoever runs it to say.
ENV ASPNETCORE_HTTP_PORTS=5000
EXPOSE 5000
# By the shell, because the image has no HTTP client.
HEALTHCHECK --interval=2s --timeout=2s --start-period=60s --retries=3 CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/5000 && printf 'GET /health/ready HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && read -r _ status _ <&3 && [[ $status == 200 ]]"]
ENTRYPOINT ["dotnet", "Wallet.Gateway.dll"]

# The last, and so what is built unless a target is named.
FROM mcr.microsoft.com/dotnet/runtime:10.0 AS worker
WORKDIR /app
COPY --from=build /app/worker .
# The image's own unprivileged user.
USER $APP_UID
ENV Health__File=/tmp/wallet-worker.ready
HEALTHCHECK --interval=2s --timeout=2s --start-period=60s --retries=3 CMD ["test", "-e", "/tmp/wallet-worker.ready"]
ENTRYPOINT ["dotnet", "Wallet.Worker.dll"]
